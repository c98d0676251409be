import bwip from 'bwip-js';
import sharp from 'sharp';

import { seenAslant, type Corners } from './perspective.ts';
import { takePhoto, type PhotoOptions } from './take-photo.ts';
import { write } from './typeface.ts';
import type { Holder } from './zone.ts';

/** What a North American licence's barcode says, as its issuer would write it. */
export interface BarcodeFields {
  readonly iin?: string;
  readonly version?: string;
  readonly kind?: 'DL' | 'ID' | 'EN';
  readonly country?: 'USA' | 'CAN';
  /** More elements, or others: `{ DDE: 'T' }`. Undefined leaves one out. */
  readonly elements?: Readonly<Record<string, string | undefined>>;
}

/** The text of the barcode by the AAMVA DL/ID Card Design Standard, Annex D: header, designators, subfiles. */
export function barcodeText(holder: Holder, fields: BarcodeFields = {}): string {
  const { iin = '636000', version = '10', kind = 'DL', country = 'USA' } = fields;
  const [given = '', ...middle] = bare(holder.givenNames).split(' ');
  const day = (iso: string) => {
    const [year = '', month = '', date = ''] = iso.split('-');
    return country === 'USA' ? month + date + year : year + month + date;
  };
  const elements: Record<string, string | undefined> = {
    DAQ: holder.number,
    DCS: bare(holder.surname),
    DDE: 'N',
    DAC: given,
    DDF: 'N',
    DAD: middle.join(' ') || 'NONE',
    DDG: 'N',
    DCA: 'D',
    DCB: 'NONE',
    DCD: 'NONE',
    DBD: day('2022-06-06'),
    DBB: day(holder.birthDate),
    DBA: day(holder.expiry),
    DBC: { M: '1', F: '2', X: '9' }[holder.sex],
    DAU: country === 'USA' ? '068 in' : '173 cm',
    DAY: 'BRO',
    DAG: '2300 WEST SPECIMEN STREET',
    DAI: 'RICHMOND',
    DAJ: country === 'USA' ? 'VA' : 'ON',
    DAK: '232690000  ',
    DCF: '2424244747474786102204',
    DCG: country,
    DCK: '123456789',
    DDA: 'F',
    DDB: day('2018-06-06'),
    ...fields.elements,
  };
  const lines = Object.entries(elements).flatMap(([id, value]) => (value === undefined ? [] : [id + value]));
  const subfile = `${kind}${lines.join('\n')}\r`;
  const headBytes = 21 + 10;
  const place = (value: number) => `${value}`.padStart(4, '0');
  return `@\n\x1e\rANSI ${iin}${version}0001${kind}${place(headBytes)}${place(subfile.length)}${subfile}`;
}

const bare = (name: string) =>
  name
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '');

/** PDF417 as on a licence's back; `columns` of data decide how wide the bars are. */
function drawBarcode(text: string, columns = 13): Promise<Buffer> {
  // The package's types know the options that all kinds of barcode share, not those of PDF417.
  const options = { bcid: 'pdf417', text, columns, eclevel: 5, scaleX: 4, scaleY: 4, rowmult: 3 };
  return bwip.toBuffer(options);
}

/** 85.6 mm by 54 mm at 14 px per mm; the barcode is 76 mm wide. */
const CARD = { width: 1198, height: 756, barcodePx: 1064 };

export interface BarcodePhoto extends PhotoOptions {
  readonly corners?: Corners;
}

/** A photo of the back of a North American licence. */
export async function drawBarcodeBack(text: string, photo: BarcodePhoto = {}): Promise<Buffer> {
  const { corners, ...options } = photo;
  const words = [
    'CLASS D  OPERATOR    END NONE    RESTR B CORRECTIVE LENSES',
    'ORGAN DONOR    REV 08/15/2018    FOLD SPECIMEN DO NOT DUPLICATE',
  ].map((line, i) => write({ text: line, x: 60, y: 480 + i * 70, sizePx: 30 }));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD.width}" height="${CARD.height}">
    <rect width="${CARD.width}" height="${CARD.height}" fill="#eef0ea"/>
    <rect y="630" width="${CARD.width}" height="90" fill="#333"/>${words.join('')}</svg>`;
  const barcode = await sharp(await drawBarcode(text))
    .resize({ width: CARD.barcodePx })
    .extend({ top: 20, bottom: 20, left: 20, right: 20, background: '#ffffff' })
    .png()
    .toBuffer();
  const card = await sharp(Buffer.from(svg))
    .composite([{ input: barcode, left: 47, top: 50 }])
    .flatten()
    .png()
    .toBuffer();
  return takePhoto(corners ? await seenAslant(card, corners) : card, options);
}
