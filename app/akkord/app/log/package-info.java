/**
 * How the log is written: plain lines or JSON, and how much of it.
 *
 * <p>Logging events flow in, lines on standard output come out. May touch logback; decides nothing
 * about what is logged.
 */
package akkord.app.log;
