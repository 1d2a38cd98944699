package akkord.api.signal;

import akka.NotUsed;
import akka.http.javadsl.model.ws.Message;
import akka.stream.javadsl.Flow;
import akkord.proto.SignalResponse;

/** Whether a session started; the HTTP request waits for it (row W-01). */
sealed interface Opening {
  /** It did: the socket may open, its first message is waiting. */
  record Opened(Flow<Message, Message, NotUsed> frames) implements Opening {}

  /** There is nothing to go on with: the socket opens for one last message. */
  record Farewell(SignalResponse leave) implements Opening {}

  /** It did not. */
  record Refused(int status, String text) implements Opening {}
}
