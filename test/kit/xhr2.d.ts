declare module 'xhr2' {
  const xhr2: { readonly XMLHttpRequest: typeof XMLHttpRequest };
  export default xhr2;
}
