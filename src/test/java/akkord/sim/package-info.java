/**
 * Whole calls in virtual time: peers, a network that loses, delays, reorders and duplicates by a
 * seed, and a real worker between them. {@link akkord.sim.Call} is where a story starts.
 */
package akkord.sim;
