/** A client's side of the transport, for stories and benchmarks: what a browser would do. */
package akkord.peer;
