import { PSM, type Line } from 'tesseract.js';

import type { TextLine } from '../../../knowledge/checks/document-measurements.ts';
import { toGrey, type Picture } from '../picture.ts';
import { openTesseract, type Tesseract } from './tesseract.ts';

/** Reads the print of a document that is no zone: names, dates, numbers. */
export interface WordReader {
  read(upright: Picture): Promise<readonly TextLine[]>;
  close(): Promise<void>;
}

/** Letters of 2 mm on a card are 30 px high at this size; more pixels cost time and read no better. */
const READ_EDGE_PX = 1500;
/**
 * As a page with columns, then as words strewn about: neither finds all fields of a card, and both together find
 * 78 % of the surnames of public specimens where the second alone finds 70 %.
 */
const LAYOUTS = [PSM.AUTO, PSM.SPARSE_TEXT] as const;
/** A page full of print has fewer; more is a picture of noise, and all of it would be stored. */
const MAX_LINES = 200;
const MAX_LINE_LENGTH = 120;

export function openWordReader(tesseract: Tesseract = openTesseract()): WordReader {
  return {
    async read(upright) {
      const grey = await toGrey(upright, READ_EDGE_PX);
      const scale = Math.max(upright.width, upright.height) / Math.max(grey.width, grey.height);
      const lines: TextLine[] = [];
      for (const layout of LAYOUTS) lines.push(...linesOf(await tesseract.read(grey, layout), scale));
      return withoutRepeats(lines).slice(0, MAX_LINES);
    },
    close: () => tesseract.close(),
  };
}

function linesOf(lines: readonly Line[], scale: number): TextLine[] {
  return lines.flatMap(({ text, confidence, bbox }) => {
    const tidy = text.replace(/\s+/g, ' ').trim().slice(0, MAX_LINE_LENGTH);
    // A line with fewer than two letters or digits side by side is a speck or a rule.
    if (!/[\p{L}\p{N}]{2}/u.test(tidy)) return [];
    const box = {
      x: Math.round(bbox.x0 * scale),
      y: Math.round(bbox.y0 * scale),
      width: Math.round((bbox.x1 - bbox.x0) * scale),
      height: Math.round((bbox.y1 - bbox.y0) * scale),
    };
    return [{ text: tidy, confidence: Math.round(confidence), box }];
  });
}

/** The two passes agree on most lines. */
function withoutRepeats(lines: readonly TextLine[]): TextLine[] {
  const seen = new Set<string>();
  return lines.filter(({ text }) => !seen.has(text) && seen.add(text));
}
