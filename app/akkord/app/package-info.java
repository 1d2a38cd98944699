/**
 * The program: command line, settings, and the one place where everything is wired together.
 *
 * <p>{@link akkord.app.Main} reads the command, {@link akkord.app.Settings} the configuration,
 * {@link akkord.app.Guardian} starts the media node, the entities and the HTTP listener and ends
 * them in order. May touch everything, at start and stop; decides nothing in between.
 */
package akkord.app;
