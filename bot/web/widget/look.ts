import type { WidgetWords } from '../wire.ts';

/** Colours come from chat.css, so that light and dark are decided in one place. */
const color = (name: string): string => `var(--${name})`;
const FONT = 'var(--font)';

/**
 * Three dots that breathe, in a grey that shows on light and dark. In steps: sixty pictures a second for as long
 * as a photo is checked cost a phone, or a machine without a graphics card, a fifth of a core.
 */
const TYPING = `url("data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 54 34"><rect width="54" height="34" rx="17" fill="#8a9893" fill-opacity=".16"/>${[
    17, 27, 37,
  ]
    .map(
      (x, index) =>
        `<circle cx="${x}" cy="17" r="3.5" fill="#7d8b86"><animate attributeName="opacity" calcMode="discrete" values="1;.65;.3;.65" dur="1.2s" begin="${index * 0.2}s" repeatCount="indefinite"/></circle>`,
    )
    .join('')}</svg>`,
)}")`;

const borders = (line: string): Readonly<Record<string, string>> => ({
  sendBoxBorderTop: line,
  sendBoxBorderRight: line,
  sendBoxBorderBottom: line,
  sendBoxBorderLeft: line,
});

/** How Web Chat looks and behaves. Options that are not here are its own defaults. */
export function styleOptions(): Readonly<Record<string, unknown>> {
  return {
    accent: color('accent'),
    backgroundColor: 'transparent',
    subtle: color('subtle'),
    primaryFont: FONT,
    fontSizeSmall: '12px',
    paddingRegular: 12,
    transitionDuration: '.2s',
    avatarSize: 30,
    avatarBorderRadius: '50%',
    botAvatarInitials: 'V',
    botAvatarBackgroundColor: 'transparent',
    // Everything from the bot stands in line with its avatar, which is shown once for a group.
    showAvatarInGroup: 'status',
    bubbleBackground: color('bubble'),
    bubbleTextColor: color('text'),
    bubbleBorderRadius: 16,
    bubbleBorderWidth: 0,
    bubbleMaxWidth: 520,
    bubbleMinWidth: 40,
    bubbleMinHeight: 38,
    bubbleFromUserBackground: color('bubble-user'),
    bubbleFromUserTextColor: color('on-bubble-user'),
    bubbleFromUserBorderRadius: 16,
    bubbleFromUserBorderWidth: 0,
    bubbleImageHeight: 220,
    markdownRenderHTML: false,
    sendBoxBackground: 'transparent',
    sendBoxTextColor: color('text'),
    sendBoxPlaceholderColor: color('subtle'),
    sendBoxHeight: 48,
    sendBoxMaxHeight: 160,
    sendBoxTextWrap: true,
    ...borders('1.5px solid var(--field-line)'),
    sendBoxButtonColor: color('accent'),
    sendBoxButtonColorOnHover: color('accent'),
    sendBoxButtonShadeColor: 'transparent',
    sendBoxButtonShadeColorOnHover: color('hover'),
    sendBoxButtonShadeColorOnActive: color('hover'),
    sendBoxButtonShadeColorOnDisabled: 'transparent',
    sendBoxButtonColorOnDisabled: color('subtle'),
    sendBoxButtonShadeBorderRadius: 12,
    sendBoxButtonShadeInset: 4,
    sendBoxButtonKeyboardFocusIndicatorBorderColor: color('accent'),
    sendBoxButtonKeyboardFocusIndicatorBorderRadius: 12,
    sendBoxButtonKeyboardFocusIndicatorBorderWidth: 2,
    sendBoxButtonAlignment: 'bottom',
    // Our own buttons stand in its place: they check first, and there is a camera.
    hideUploadButton: true,
    sendAttachmentOn: 'attach',
    // A thumbnail would be a picture of somebody's ID inside the text of a message.
    enableUploadThumbnail: false,
    suggestedActionLayout: 'flow',
    suggestedActionBackgroundColor: color('surface'),
    suggestedActionBackgroundColorOnHover: color('hover'),
    suggestedActionBackgroundColorOnActive: color('hover'),
    suggestedActionBorderColor: color('accent-line'),
    suggestedActionTextColor: color('accent-text'),
    suggestedActionBorderWidth: 1.5,
    suggestedActionBorderRadius: 20,
    suggestedActionHeight: 40,
    suggestedActionKeyboardFocusIndicatorBorderColor: color('accent'),
    suggestedActionKeyboardFocusIndicatorBorderRadius: 20,
    suggestedActionKeyboardFocusIndicatorBorderStyle: 'solid',
    suggestedActionKeyboardFocusIndicatorBorderWidth: 2,
    suggestedActionKeyboardFocusIndicatorInset: 2,
    suggestedActionsVisualKeyboardIndicatorColor: color('accent'),
    groupTimestamp: 300_000,
    timestampColor: color('subtle'),
    // Our connection keeps a message until it is through; Web Chat itself gives up after five minutes.
    sendTimeout: 290_000,
    sendTimeoutForAttachments: 290_000,
    scrollToEndButtonFontSize: '13px',
    transcriptOverlayButtonBackground: color('accent'),
    transcriptOverlayButtonBackgroundOnHover: color('accent'),
    transcriptOverlayButtonBackgroundOnFocus: color('accent'),
    transcriptOverlayButtonColor: color('on-accent'),
    transcriptActivityVisualKeyboardIndicatorColor: color('accent'),
    transcriptVisualKeyboardIndicatorColor: color('accent'),
    // As long as a slow check of a photo may take between two typing signals.
    typingAnimationDuration: 8_000,
    typingAnimationBackgroundImage: TYPING,
    typingAnimationWidth: 54,
    typingAnimationHeight: 34,
    // What they would say, our own line says.
    hideToaster: true,
    cardEmphasisBackgroundColor: color('hover'),
    cardPushButtonBackgroundColor: color('accent'),
    cardPushButtonTextColor: color('on-accent'),
    notificationDebounceTimeout: 400,
    internalLiveRegionFadeAfter: 1_000,
  };
}

/** How Adaptive Cards look: as part of the chat, not as paper laid onto it. */
export function cardsHostConfig(): object {
  const tone = (main: string) => ({ default: { default: main, subtle: color('subtle') } });
  const foreground = {
    ...tone(color('text')),
    accent: { default: color('accent-text'), subtle: color('accent-text') },
    attention: { default: color('danger'), subtle: color('danger') },
    good: { default: color('good'), subtle: color('good') },
    warning: { default: color('warning'), subtle: color('warning') },
    dark: { default: color('text'), subtle: color('subtle') },
    light: { default: color('text'), subtle: color('subtle') },
  };
  const style = (background: string) => ({ backgroundColor: background, foregroundColors: foreground });
  return {
    supportsInteractivity: true,
    fontFamily: FONT,
    fontSizes: { small: 13, default: 15, medium: 16, large: 18, extraLarge: 22 },
    fontWeights: { lighter: 400, default: 400, bolder: 600 },
    lineHeights: { small: 18, default: 22, medium: 23, large: 25, extraLarge: 29 },
    spacing: { small: 6, default: 12, medium: 16, large: 20, extraLarge: 28, padding: 14 },
    separator: { lineThickness: 1, lineColor: color('line') },
    imageSizes: { small: 40, medium: 80, large: 160 },
    containerStyles: {
      default: style('transparent'),
      emphasis: style(color('hover')),
      accent: style(color('hover')),
      good: style(color('hover')),
      attention: style(color('hover')),
      warning: style(color('hover')),
    },
    actions: {
      actionAlignment: 'stretch',
      actionsOrientation: 'vertical',
      buttonSpacing: 8,
      maxActions: 20,
      spacing: 'default',
      showCard: { actionMode: 'inline', inlineTopMargin: 12 },
    },
    inputs: {
      label: {
        inputSpacing: 'small',
        requiredInputs: { weight: 'bolder', size: 'small', suffix: ' *', suffixColor: 'attention' },
        optionalInputs: { weight: 'bolder', size: 'small' },
      },
      errorMessage: { size: 'small', color: 'attention', spacing: 'small', weight: 'default' },
    },
    adaptiveCard: { allowCustomStyle: false },
    factSet: {
      title: { weight: 'default', isSubtle: true, size: 'default', wrap: true, maxWidth: 130 },
      value: { weight: 'bolder', size: 'default', wrap: true },
      spacing: 12,
    },
    textBlock: { headingLevel: 3 },
  };
}

export function localizedStrings(
  words: WidgetWords,
): (strings: Readonly<Record<string, string>>) => Readonly<Record<string, string>> {
  return (strings) => ({
    ...strings,
    TEXT_INPUT_PLACEHOLDER: words.placeholder,
    ACTIVITY_BOT_SAID_ALT: words.said,
  });
}
