/**
 * Calls through the whole server, started inside the test's JVM: signalling over WebSockets, media
 * over UDP with ICE, DTLS and SRTP, and everything that may go wrong meanwhile.
 */
package akkord.integration;
