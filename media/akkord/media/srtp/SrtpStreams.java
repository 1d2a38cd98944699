package akkord.media.srtp;

/**
 * The streams of one direction by SSRC. When full it forgets the one unused for longest, so that
 * even an authentic peer cannot make it grow.
 */
final class SrtpStreams {
  private SrtpStream[] buckets = new SrtpStream[16];
  private final int limit;
  private int size;
  private SrtpStream oldest;
  private SrtpStream latest;

  /**
   * @param limit how many streams to remember
   */
  SrtpStreams(int limit) {
    this.limit = limit;
  }

  /** The stream of {@code ssrc}, null if it is not remembered. */
  SrtpStream find(int ssrc) {
    SrtpStream stream = latest;
    if (stream == null || stream.ssrc != ssrc) {
      stream = buckets[bucket(ssrc)];
      while (stream != null && stream.ssrc != ssrc) {
        stream = stream.next;
      }
      if (stream == null) {
        return null;
      }
      unlink(stream);
      append(stream);
    }
    return stream;
  }

  /** Remembers a stream of an SSRC that {@link #find} did not know. */
  SrtpStream add(int ssrc) {
    if (size == limit) {
      remove(oldest);
    }
    if (size == 2 * buckets.length) {
      grow();
    }
    SrtpStream stream = new SrtpStream(ssrc);
    put(stream);
    append(stream);
    size++;
    return stream;
  }

  private void put(SrtpStream stream) {
    int bucket = bucket(stream.ssrc);
    stream.next = buckets[bucket];
    buckets[bucket] = stream;
  }

  private void grow() {
    SrtpStream[] former = buckets;
    buckets = new SrtpStream[2 * former.length];
    for (SrtpStream first : former) {
      SrtpStream stream = first;
      while (stream != null) {
        SrtpStream next = stream.next;
        put(stream);
        stream = next;
      }
    }
  }

  int size() {
    return size;
  }

  private void append(SrtpStream stream) {
    stream.older = latest;
    stream.newer = null;
    if (latest == null) {
      oldest = stream;
    } else {
      latest.newer = stream;
    }
    latest = stream;
  }

  private void unlink(SrtpStream stream) {
    if (stream.older == null) {
      oldest = stream.newer;
    } else {
      stream.older.newer = stream.newer;
    }
    if (stream.newer == null) {
      latest = stream.older;
    } else {
      stream.newer.older = stream.older;
    }
  }

  private void remove(SrtpStream gone) {
    int bucket = bucket(gone.ssrc);
    if (buckets[bucket] == gone) {
      buckets[bucket] = gone.next;
    } else {
      SrtpStream stream = buckets[bucket];
      while (stream.next != gone) {
        stream = stream.next;
      }
      stream.next = gone.next;
    }
    unlink(gone);
    size--;
  }

  private int bucket(int ssrc) {
    // Fibonacci hashing: a peer that chooses SSRCs in steps does not fill one bucket.
    return (ssrc * 0x9E3779B9) >>> (1 + Integer.numberOfLeadingZeros(buckets.length));
  }
}
