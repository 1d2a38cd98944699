package akkord.media;

import java.util.List;

/**
 * One worker as seen from outside its thread; slightly old.
 *
 * @param worker its index, from 0
 * @param alive whether its thread runs
 * @param candidates the addresses it listens on, preferred first
 * @param transports how many it carries
 * @param lastCycleNanos {@code System.nanoTime} at its last turn of the loop: the heartbeat
 */
public record WorkerInfo(
    int worker, boolean alive, List<Candidate> candidates, int transports, long lastCycleNanos) {}
