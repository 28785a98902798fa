/** How long a sender may work on one message, in seconds: a lane's function is ended then. */
export const sendTimeoutSeconds = 5 * 60;

/** How long SES may take to accept a connection, to begin its answer and to go on with it, in milliseconds. */
export const sesConnectionTimeoutMs = 2000;
export const sesRequestTimeoutMs = 10_000;
export const sesSocketTimeoutMs = 10_000;

const lastAnswerMs = sesConnectionTimeoutMs + sesRequestTimeoutMs + sesSocketTimeoutMs;

/** How long recovery waits for an event of an uncertain delivery, in minutes, unless the operator says otherwise. */
export const defaultGraceMinutes = 15;

/**
 * The shortest grace in whole minutes: whoever claimed the delivery must have ended before it is claimed again, and SES
 * must have answered their last call.
 */
export const leastGraceMinutes = Math.floor((sendTimeoutSeconds * 1000 + lastAnswerMs) / 60_000) + 1;

/** The longest grace in minutes: after a day no reader waits for an alert or a daily digest any more. */
export const mostGraceMinutes = 24 * 60;
