/** The base URL of the API: a sibling of the console’s path, under any proxy prefix. */
export const API = new URL('../API/', document.baseURI)
