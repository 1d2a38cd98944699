/**
 * The media plane: dedicated threads that receive, decide and send packets.
 *
 * <p>This root package is the whole contract with the actors: {@link akkord.media.MediaCommand}
 * goes down, {@link akkord.media.MediaEvent} comes up, both immutable. It may touch the JDK only;
 * no Akka, no signalling messages, no logging per packet.
 */
package akkord.media;
