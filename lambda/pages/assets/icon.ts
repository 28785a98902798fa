/** A sheet with a headline and two lines, on the accent colour. */
export const iconSvg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#14507a"/><path d="M4 4.5h8v3H4zM4 9h8v1H4zM4 11h5v1H4z" fill="#fff"/></svg>`;
