/**
 * The HTTP listener and what every route shares: CORS, paths, query strings, the caller's token and
 * address.
 *
 * <p>An {@code HttpRequest} flows in, an {@code HttpResponse} out. May touch Akka HTTP and {@code
 * akkord.api.auth}; knows no actors.
 */
package akkord.api.http;
