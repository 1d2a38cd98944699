/**
 * Media files that a client publishes or records: IVF with VP8, Ogg with Opus, H.264 as an Annex B
 * byte stream.
 *
 * <p>Bytes of a file flow in, {@link akkord.app.file.Frame}s with their times out, and the other
 * way round. May touch files; knows neither RTP nor sockets.
 */
package akkord.app.file;
