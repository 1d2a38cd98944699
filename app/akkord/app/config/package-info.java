/**
 * What an operator writes, read strictly: YAML as LiveKit's users have it, key files, and the names
 * of settings.
 *
 * <p>Text flows in; out come a {@code Config} whose values know their line and column, and {@link
 * akkord.app.config.Problem}s. Touches files when asked to; knows no setting's meaning.
 */
package akkord.app.config;
