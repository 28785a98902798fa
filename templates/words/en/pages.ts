/** What the pages say. */
export const pages = {};
