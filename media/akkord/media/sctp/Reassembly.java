package akkord.media.sctp;

/** Makes messages of fragments and hands them up, ordered ones in their order. */
interface Reassembly {
  /** Takes messages. */
  interface Receiver {
    /** A message; the bytes are lent. */
    void onMessage(int stream, int ppid, byte[] bytes, int offset, int length);
  }

  /** Bytes held, overhead included. */
  int buffered();

  /**
   * Takes a new fragment.
   *
   * @param inOrder whether all TSNs before it have come
   * @return null, or what is wrong with it
   */
  String add(Fragment fragment, byte[] bytes, int offset, int length, boolean inOrder);

  /**
   * The peer gave up TSNs, and tells next which messages that concerns.
   *
   * @param from the last one before them that had come with all before
   * @param to the last of them
   */
  void forward(int from, int to);

  /** The peer gave up a message of a stream: nobody waits for it or those before it any more. */
  void skip(int stream, boolean ordered, int number);

  /** A stream counts from zero again. */
  void reset(int stream);
}
