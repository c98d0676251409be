import { describe, expect, it } from '@jest/globals';

import { cleanFileName } from '../../../bot/storage/file-name.ts';

describe('a file name', () => {
  it.each([
    ['stays as it is', 'Mein Paß – 旅券.jpg', 'Mein Paß – 旅券.jpg'],
    ['loses its folders', '../../etc/passwd', 'passwd'],
    ['loses Windows folders', 'C:\\Users\\me\\scan.png', 'scan.png'],
    ['loses line breaks and zeros', 'a\r\nSet-Cookie: x\0.jpg', 'aSet-Cookie: x.jpg'],
    ['loses marks that turn the writing', 'photo\u202Egpj.exe', 'photogpj.exe'],
    ['is never empty', '', 'file'],
    ['is never a folder', 'x/..', 'file'],
  ])('%s', (_, name, clean) => {
    expect(cleanFileName(name)).toBe(clean);
  });

  it('is not endless, and keeps its ending', () => {
    const clean = cleanFileName(`${'🙂'.repeat(500)}.jpeg`);
    expect(Array.from(clean)).toHaveLength(120);
    expect(clean.endsWith('🙂.jpeg')).toBe(true);
  });
});
