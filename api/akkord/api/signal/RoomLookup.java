package akkord.api.signal;

import java.util.concurrent.CompletionStage;

/** Tells whether a room exists, for joins that may not open one. */
@FunctionalInterface
public interface RoomLookup {
  /** Whether somebody is in {@code room} or it was created by the API. */
  CompletionStage<Boolean> exists(String room);
}
