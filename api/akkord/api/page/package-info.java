/**
 * The join page of a developer's server: static files from the class path and a token for whoever
 * asks. Served only with {@code --dev}; may touch HTTP and tokens, no actor.
 */
package akkord.api.page;
