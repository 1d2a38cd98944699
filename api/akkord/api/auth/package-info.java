/**
 * Access tokens: HS256 JSON Web Tokens signed with an API secret (rows ).
 *
 * <p>A request's token goes in, {@link akkord.api.auth.Claims} or a text for status 401 comes out.
 * Pure functions of the token, the keys and the time; touches neither actors nor sockets.
 */
package akkord.api.auth;
