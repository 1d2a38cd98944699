package akkord.api.webhook;

import akka.actor.typed.ActorRef;
import akka.util.ByteString;
import akkord.actors.Guid;
import akkord.proto.WebhookEvent;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * The way out for the events of one session of a room: leaves out what nobody wants, numbers and
 * encodes the rest once for all receivers.
 */
final class Outlet implements Consumer<WebhookEvent.Builder> {
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer().omittingInsignificantWhitespace();

  private final WebhookSettings settings;
  private final List<ActorRef<Delivery.Command>> deliveries;
  private final InstantSource clock;
  private long sequence;

  /**
   * Events go to {@code deliveries}.
   *
   * @param sequence number of the last event that was sent elsewhere
   */
  Outlet(
      WebhookSettings settings,
      List<ActorRef<Delivery.Command>> deliveries,
      InstantSource clock,
      long sequence) {
    this.settings = settings;
    this.deliveries = deliveries;
    this.clock = clock;
    this.sequence = sequence;
  }

  @Override
  public void accept(WebhookEvent.Builder event) {
    if (!settings.allows(event.getEvent())) {
      return;
    }
    Instant now = clock.instant();
    event.setId(Guid.of("EV_")).setCreatedAt(now.getEpochSecond());
    Message message =
        new Message(
            event.getRoom().getName(),
            event.getEvent(),
            event.getId(),
            ++sequence,
            ByteString.fromString(json(event)),
            now);
    deliveries.forEach(delivery -> delivery.tell(new Delivery.Deliver(message)));
  }

  private static String json(WebhookEvent.Builder event) {
    try {
      return PRINTER.print(event);
    } catch (InvalidProtocolBufferException impossible) {
      // Only messages with google.protobuf.Any can fail to print.
      throw new IllegalStateException(impossible);
    }
  }
}
