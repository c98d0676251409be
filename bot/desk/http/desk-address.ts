/** Only addresses of the desk itself: a link must not lead anybody elsewhere after signing in. */
export function deskAddress(wish: string | null | undefined): string {
  const isOurs = /^\/desk(?:\/(?:tickets|submissions|people|questions|account)[\w/-]*)?$/;
  return wish && isOurs.test(wish) ? wish : '/desk';
}
