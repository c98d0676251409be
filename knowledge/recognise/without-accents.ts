/** Plain letters: "verificación" and "verificacion" are one word, also "đ" and "ı"; "й" stays apart from "и". */
export function withoutAccents(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/(?<![ИиЙй])\p{M}/gu, '')
    .normalize('NFC')
    .replace(/[đĐ]/g, 'd')
    .replace(/[ıİ]/g, 'i')
    .replace(/ß/g, 'ss')
    .replace(/ё/g, 'е');
}
