package akkord.media.sctp;

/** Messages of DATA chunks: fragments in a row of TSNs, then messages in their order. */
final class TsnReassembly implements Reassembly {
  private final InboundStreams ordering;
  private final Fragments fragments;

  /**
   * Holds nothing yet.
   *
   * @param maxMessage longest message, in bytes
   */
  TsnReassembly(Receiver user, int maxMessage) {
    ordering = new InboundStreams(user);
    fragments = new Fragments(ordering::add, maxMessage);
  }

  @Override
  public int buffered() {
    return fragments.buffered() + ordering.buffered();
  }

  @Override
  public String add(Fragment fragment, byte[] bytes, int offset, int length, boolean inOrder) {
    return fragments.add(fragment, bytes, offset, length, inOrder);
  }

  @Override
  public void forward(int from, int to) {
    fragments.forward(from, to);
  }

  @Override
  public void skip(int stream, boolean ordered, int number) {
    if (ordered) {
      ordering.forward(stream, number);
    }
  }

  @Override
  public void reset(int stream) {
    ordering.reset(stream);
  }
}
