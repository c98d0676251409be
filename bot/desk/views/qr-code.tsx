import type { VNode } from 'preact';
import { encodeQR } from 'qr';

/** Light all around it, as wide as readers need. */
const BORDER_MODULES = 4;

/** A QR code as a drawing in the page: black on white in the dark as well, or readers do not find it. */
export function QrCode({ text, label }: { text: string; label: string }): VNode {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: BORDER_MODULES });
  const path = rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    <svg class="qr" viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={label}>
      <rect width={rows.length} height={rows.length} fill="#fff" />
      <path d={path} fill="#000" shape-rendering="crispEdges" />
    </svg>
  );
}
