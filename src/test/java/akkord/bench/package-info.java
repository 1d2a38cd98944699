/**
 * Measurements, never tests: {@code bin/bench load} compares the server's CPU per delivered packet
 * with a bare send loop measured in the same run, {@code bin/bench jmh} times the packet path.
 */
package akkord.bench;
