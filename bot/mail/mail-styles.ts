export const ACCENT = '#0b7a5e';
const FONT =
  "font-family:'Segoe UI',Roboto,Helvetica,Arial,'PingFang SC','Microsoft YaHei','Noto Sans SC',sans-serif;";
const MONOSPACE = "font-family:Consolas,Menlo,'DejaVu Sans Mono','Courier New',monospace;";
/** Long words and addresses break instead of widening a phone's page. */
const BREAKS = 'word-break:break-word;overflow-wrap:anywhere;';

/** Inline, because some mail programs drop everything else. Light is what stands here. */
export const STYLES = {
  body: `margin:0;padding:0;background-color:#eef2f0;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%;${FONT}`,
  preheader:
    'display:none;font-size:1px;line-height:1px;max-height:0;max-width:0;opacity:0;overflow:hidden;mso-hide:all;',
  back: 'background-color:#eef2f0;',
  around: 'padding:24px 12px;',
  card: `width:100%;max-width:600px;background-color:#ffffff;border-top:4px solid ${ACCENT};border-radius:8px;`,
  inside: `padding:24px;color:#17211d;font-size:16px;line-height:1.5;${FONT}${BREAKS}`,
  sender: 'margin:0 0 16px;color:#54625c;font-size:14px;line-height:1.4;',
  heading: 'margin:0 0 20px;color:#17211d;font-size:22px;line-height:1.3;font-weight:600;',
  paragraph: 'margin:0 0 16px;color:#17211d;font-size:16px;line-height:1.5;',
  list: 'margin:0 0 16px;',
  point: 'margin:0 0 10px;color:#17211d;font-size:16px;line-height:1.5;',
  quote: 'margin:0 0 16px;padding-top:2px;padding-bottom:2px;',
  quoted: 'margin:0 0 12px;color:#17211d;font-size:16px;line-height:1.5;',
  buttonTable: 'margin:8px 0 24px;border-collapse:separate;',
  buttonCell: `background-color:${ACCENT};border-radius:6px;`,
  button: `display:inline-block;padding:13px 26px;background-color:${ACCENT};border-radius:6px;color:#ffffff;font-size:16px;line-height:20px;font-weight:600;text-decoration:none;${FONT}`,
  panel:
    'margin:8px 0 20px;background-color:#f4f7f6;border:1px solid #d3dcd8;border-radius:6px;border-collapse:separate;',
  inPanel: `padding:16px 18px;${FONT}${BREAKS}`,
  panelHeading: 'margin:0 0 6px;color:#17211d;font-size:16px;line-height:1.4;font-weight:600;',
  panelText: 'margin:0 0 10px;color:#17211d;font-size:15px;line-height:1.5;',
  code: `margin:0;color:#17211d;font-size:24px;line-height:1.4;font-weight:700;letter-spacing:2px;white-space:nowrap;${MONOSPACE}`,
  footer: 'margin:0 0 10px;color:#54625c;font-size:13px;line-height:1.5;',
} as const;

const DARK = {
  back: 'background-color:#101614 !important;',
  card: 'background-color:#18201d !important;',
  panel: 'background-color:#202a26 !important;border-color:#3a4843 !important;',
  ink: 'color:#e8eeeb !important;',
  quiet: 'color:#a7b4ae !important;',
  quote: 'border-color:#2fb78e !important;',
  button: 'background-color:#2fb78e !important;color:#04201a !important;',
} as const;

const rules = (before: string): string =>
  Object.entries(DARK)
    .map(([name, style]) => `${before}.${name}{${style}}`)
    .join('');

/**
 * By what the reader's system wants, and once more by the mark that Outlook on the web sets. Apart, because Gmail drops
 * a whole style element with a selector that it does not know.
 */
export const DARK_STYLES = [
  `:root{color-scheme:light dark;}@media (prefers-color-scheme:dark){${rules('')}}`,
  rules('[data-ogsc] '),
] as const;
