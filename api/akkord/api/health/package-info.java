/**
 * What load balancers and operators ask a node: is it alive, does it take calls, who is in its
 * cluster.
 *
 * <p>An {@code HttpRequest} flows in, the media node and the cluster are asked, an {@code
 * HttpResponse} flows out. May touch Akka HTTP, the cluster's state and {@code akkord.api.auth}.
 */
package akkord.api.health;
