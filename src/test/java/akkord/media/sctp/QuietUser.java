package akkord.media.sctp;

import akkord.media.Output;
import akkord.media.QuietOutput;

/** A user of an association who listens to nothing: a test overrides what it wants to hear. */
public interface QuietUser extends Association.User, QuietOutput {
  @Override
  default void onEstablished(long now, Output out) {}

  @Override
  default void onMessage(
      int stream, int ppid, byte[] bytes, int offset, int length, long now, Output out) {}

  @Override
  default void onIncomingReset(int stream, long now, Output out) {}

  @Override
  default void onOutgoingReset(int stream, long now, Output out) {}

  @Override
  default void onClosed(String reason, long now, Output out) {}
}
