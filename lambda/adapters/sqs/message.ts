/** The version of the messages of slices and plans. A deploy that changes their shape counts it up. */
export const messageVersion = 1;
