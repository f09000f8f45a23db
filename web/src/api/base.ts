/** Where the API is: beside the console, whatever path a proxy has put both under. */
export const API = new URL('../API/', document.baseURI)
