package akkord.bench;

import java.util.List;

/**
 * What publishers send.
 *
 * @param id on the command line
 * @param name for the report
 * @param publishers how many send
 * @param packetsPerBurst packets of one frame
 * @param intervalNanos between frames
 * @param packetBytes RTP header and payload
 * @param paced whether a frame's packets are spread over the interval
 */
record Traffic(
    String id,
    String name,
    int publishers,
    int packetsPerBurst,
    long intervalNanos,
    int packetBytes,
    boolean paced) {
  static final Traffic VIDEO_BURST =
      new Traffic("burst", "video, frames in bursts", 1, 7, 33_333_333L, 1200, false);
  static final Traffic VIDEO_PACED =
      new Traffic("paced", "video, frames paced", 1, 7, 33_333_333L, 1200, true);
  static final Traffic AUDIO =
      new Traffic("audio", "audio, 4 speakers", 4, 1, 20_000_000L, 92, false);

  /** Reliable messages of 1 kB: as many bytes as with their headers, less what SRTP would add. */
  static final Traffic DATA =
      new Traffic(
          "data", "reliable data, a message of 1 kB each 5 ms", 1, 1, 5_000_000L, 1116, false);

  /** As many, but in bursts: a file, or a client that collects its messages for a while. */
  static final Traffic DATA_BURST =
      new Traffic(
          "data-burst",
          "reliable data, 7 messages of 1 kB each 35 ms",
          1,
          7,
          35_000_000L,
          1116,
          false);

  private static final List<Traffic> ALL =
      List.of(VIDEO_BURST, VIDEO_PACED, AUDIO, DATA, DATA_BURST);

  boolean data() {
    return equals(DATA) || equals(DATA_BURST);
  }

  boolean video() {
    return packetsPerBurst > 1 && !data();
  }

  static Traffic named(String id) {
    return ALL.stream()
        .filter(each -> each.id.equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such traffic: " + id));
  }

  /** Calls {@code send} for each packet when it is due, until {@code endNanos}. */
  void play(long endNanos, PacketDue send) {
    long frame = System.nanoTime();
    for (int frames = 0; frame - endNanos < 0; frames++) {
      for (int i = 0; i < packetsPerBurst; i++) {
        if (paced || i == 0) {
          await(frame + (paced ? i * intervalNanos / packetsPerBurst : 0));
        }
        send.due(frames, i);
      }
      frame += intervalNanos;
    }
  }

  private static void await(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      java.util.concurrent.locks.LockSupport.parkNanos(left);
    }
  }

  /** One packet is due. */
  interface PacketDue {
    void due(int frame, int index);
  }
}
