/**
 * Several nodes in one JVM: real clusters on loopback, joined as operators join them, with clients
 * that signal through one node and have their media on another.
 */
package akkord.cluster;
