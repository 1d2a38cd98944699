package akkord.actors.participant;

import akkord.actors.DataBlobSettings;
import akkord.proto.DataBlob;
import akkord.proto.DataBlobKey;
import akkord.proto.GetDataBlobRequest;
import akkord.proto.GetDataBlobResponse;
import akkord.proto.RequestResponse;
import akkord.proto.RequestResponse.Reason;
import akkord.proto.SignalResponse;
import akkord.proto.StoreDataBlobRequest;
import akkord.proto.StoreDataBlobResponse;
import com.google.protobuf.ByteString;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bytes that a client leaves here for others to fetch as long as its session lasts, and those that
 * it fetches of others (2.1).
 */
final class DataBlobs {
  /** Blobs of one participant: empty ones take room too. */
  static final int MAX_BLOBS = 256;

  /** Requests for others' blobs at a time. */
  static final int MAX_PENDING = 64;

  private static final String NOT_FOUND = "no such participant or blob";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Session session;
  private final Surroundings around;
  private final DataBlobSettings settings;
  private final Map<DataBlobKey, DataBlob> blobs = new LinkedHashMap<>();
  private final Map<Integer, Integer> requests = new HashMap<>();
  private int tickets;

  DataBlobs(Session session, Surroundings around) {
    this.session = session;
    this.around = around;
    this.settings = around.settings().dataBlobs();
  }

  /** All of them, for the memo. */
  List<DataBlob> memo() {
    return List.copyOf(blobs.values());
  }

  void restore(List<DataBlob> memo) {
    memo.forEach(blob -> blobs.put(blob.getKey(), blob));
  }

  /** The client leaves a blob, in place of an earlier one of the same key. */
  void store(StoreDataBlobRequest request) {
    DataBlob blob = request.getBlob();
    DataBlobKey key = blob.getKey();
    Optional<RequestResponse.Builder> refusal = refusal(key).or(() -> excess(blob));
    if (refusal.isPresent()) {
      refuse(request.getRequestId(), refusal.get());
      return;
    }
    blobs.put(key, blob);
    session.remember();
    session
        .link()
        .send(
            SignalResponse.newBuilder()
                .setStoreDataBlobResponse(
                    StoreDataBlobResponse.newBuilder()
                        .setRequestId(request.getRequestId())
                        .setKey(key)));
  }

  /** The client wants a blob of another participant, or of its own. */
  void get(GetDataBlobRequest request) {
    Optional<RequestResponse.Builder> refusal = refusal(request.getKey());
    if (refusal.isEmpty() && request.getParticipantIdentity().isEmpty()) {
      refusal = because(Reason.INVALID_REQUEST, "whose blob? participant_identity is empty");
    } else if (refusal.isEmpty() && !isHere(request.getParticipantIdentity())) {
      refusal = because(Reason.NOT_FOUND, NOT_FOUND);
    } else if (refusal.isEmpty() && requests.size() >= MAX_PENDING) {
      refusal = because(Reason.LIMIT_EXCEEDED, "too many requests for blobs are under way");
    }
    if (refusal.isPresent()) {
      refuse(request.getRequestId(), refusal.get());
      return;
    }
    int ticket = ++tickets;
    requests.put(ticket, request.getRequestId());
    Participant.Command silence = silence(ticket);
    around.timers().startSingleTimer(silence, silence, PATIENCE);
    around
        .entities()
        .participant(session.options().room(), request.getParticipantIdentity())
        .tell(
            new Participant.Blobs(
                new BlobMessage.Fetch(request.getKey(), session.sid(), ticket, around.self())));
  }

  /** Only who can be seen can be asked. */
  private boolean isHere(String identity) {
    return session.info().getIdentity().equals(identity)
        || session.subscriptions().others().stream()
            .anyMatch(other -> other.getIdentity().equals(identity));
  }

  private Participant.Command silence(int ticket) {
    return new Participant.Blobs(new BlobMessage.Unanswered(session.sid(), ticket));
  }

  private Optional<RequestResponse.Builder> refusal(DataBlobKey key) {
    if (!settings.enabled()) {
      return because(Reason.NOT_ALLOWED, "enable_participant_data_blob is off");
    }
    ByteString name =
        switch (key.getKeyCase()) {
          case GENERIC -> key.getGenericBytes();
          case SCHEMA_ID -> key.getSchemaId().getNameBytes();
          case KEY_NOT_SET -> ByteString.EMPTY;
        };
    if (name.isEmpty()) {
      return because(Reason.INVALID_REQUEST, "the key is empty");
    }
    return settings.maxKeyLength() > 0 && name.size() > settings.maxKeyLength()
        ? because(Reason.LIMIT_EXCEEDED, "a key has at most " + settings.maxKeyLength() + " bytes")
        : Optional.empty();
  }

  private Optional<RequestResponse.Builder> excess(DataBlob blob) {
    long size = blob.getContents().size();
    int count = 1;
    for (DataBlob other : blobs.values()) {
      if (!other.getKey().equals(blob.getKey())) {
        size += other.getContents().size();
        count++;
      }
    }
    if (count > MAX_BLOBS) {
      return because(Reason.LIMIT_EXCEEDED, "there may be " + MAX_BLOBS + " blobs");
    }
    return settings.maxSize() > 0 && size > settings.maxSize()
        ? because(Reason.LIMIT_EXCEEDED, "all blobs have at most " + settings.maxSize() + " bytes")
        : Optional.empty();
  }

  private static Optional<RequestResponse.Builder> because(Reason reason, String message) {
    return Optional.of(RequestResponse.newBuilder().setReason(reason).setMessage(message));
  }

  private void refuse(int requestId, RequestResponse.Builder refusal) {
    session.link().respond(refusal.setRequestId(requestId));
  }

  /** Deals with a message to whoever has an identity now, if anybody has. */
  static void on(Optional<Session> receiver, BlobMessage message) {
    switch (message) {
      case BlobMessage.Fetch fetch -> {
        Optional<DataBlob> blob = receiver.flatMap(owner -> owner.data().blobs().find(fetch.key()));
        fetch
            .replyTo()
            .tell(
                new Participant.Blobs(
                    new BlobMessage.Fetched(fetch.session(), fetch.ticket(), blob)));
      }
      case BlobMessage.Fetched(var sid, var ticket, var blob) ->
          asker(receiver, sid).ifPresent(blobs -> blobs.answer(ticket, blob));
      case BlobMessage.Unanswered(var sid, var ticket) ->
          asker(receiver, sid).ifPresent(blobs -> blobs.unanswered(ticket));
    }
  }

  private static Optional<DataBlobs> asker(Optional<Session> receiver, String sid) {
    return receiver.filter(asker -> asker.sid().equals(sid)).map(asker -> asker.data().blobs());
  }

  private Optional<DataBlob> find(DataBlobKey key) {
    return Optional.ofNullable(blobs.get(key));
  }

  private void answer(int ticket, Optional<DataBlob> blob) {
    Integer requestId = requests.remove(ticket);
    around.timers().cancel(silence(ticket));
    if (requestId == null) {
      return;
    }
    if (blob.isEmpty()) {
      refuse(requestId, because(Reason.NOT_FOUND, NOT_FOUND).orElseThrow());
      return;
    }
    session
        .link()
        .send(
            SignalResponse.newBuilder()
                .setGetDataBlobResponse(
                    GetDataBlobResponse.newBuilder().setRequestId(requestId).setBlob(blob.get())));
  }

  private void unanswered(int ticket) {
    Integer requestId = requests.remove(ticket);
    if (requestId != null) {
      refuse(
          requestId,
          because(Reason.UNCLASSIFIED_ERROR, "the participant did not answer").orElseThrow());
    }
  }
}
