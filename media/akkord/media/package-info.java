/**
 * The media plane: dedicated threads that receive, decide and send packets.
 *
 * <p>To the actors this root package is the whole contract: {@link akkord.media.MediaCommand} goes
 * down through {@link akkord.media.MediaPlane}, {@link akkord.media.MediaEvent} comes up, both
 * immutable. Inside, a {@code WorkerThread} turns a {@code MediaWorker}: orders, datagrams, timers,
 * flush. It may touch the JDK, Agrona's queue and the packages below; no Akka, no signalling
 * messages, no logging.
 */
package akkord.media;
