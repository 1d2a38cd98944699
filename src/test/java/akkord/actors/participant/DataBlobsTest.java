package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akkord.actors.ActorSettings;
import akkord.actors.DataBlobSettings;
import akkord.proto.DataBlob;
import akkord.proto.DataBlobKey;
import akkord.proto.DataTrackSchemaId;
import akkord.proto.GetDataBlobRequest;
import akkord.proto.RequestResponse;
import akkord.proto.RequestResponse.Reason;
import akkord.proto.SignalRequest;
import akkord.proto.SignalResponse;
import akkord.proto.SignalResponse.MessageCase;
import akkord.proto.StoreDataBlobRequest;
import com.google.protobuf.ByteString;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DataBlobsTest extends ParticipantFixture {
  private static final DataBlobKey SCHEMA =
      DataBlobKey.newBuilder().setSchemaId(DataTrackSchemaId.newBuilder().setName("pose")).build();

  private boolean enabled = true;
  private int requestId;

  @Override
  ActorSettings settings() {
    ActorSettings plain = super.settings();
    return new ActorSettings(
        plain.version(),
        plain.nodeId(),
        plain.region(),
        plain.iceServers(),
        plain.emptyTimeout(),
        plain.departureTimeout(),
        plain.maxParticipants(),
        plain.codecs(),
        plain.roomPresets(),
        plain.maxMetadataSize(),
        plain.maxAttributesSize(),
        plain.maxNameLength(),
        plain.activeTimeout(),
        plain.participantLimits(),
        plain.dataTracks(),
        new DataBlobSettings(enabled, 256, 64_000));
  }

  private static DataBlobKey key(String name) {
    return DataBlobKey.newBuilder().setGeneric(name).build();
  }

  private static DataBlob blob(DataBlobKey key, int size) {
    return DataBlob.newBuilder()
        .setKey(key)
        .setContents(ByteString.copyFrom(new byte[size]))
        .build();
  }

  private void store(DataBlob blob) {
    say(
        SignalRequest.newBuilder()
            .setStoreDataBlobRequest(
                StoreDataBlobRequest.newBuilder().setRequestId(++requestId).setBlob(blob)));
  }

  private void stores(DataBlob blob) {
    store(blob);
    var stored = until(MessageCase.STORE_DATA_BLOB_RESPONSE).getStoreDataBlobResponse();
    assertEquals(requestId, stored.getRequestId());
    assertEquals(blob.getKey(), stored.getKey());
  }

  private void get(String identity, DataBlobKey key) {
    say(
        SignalRequest.newBuilder()
            .setGetDataBlobRequest(
                GetDataBlobRequest.newBuilder()
                    .setRequestId(++requestId)
                    .setParticipantIdentity(identity)
                    .setKey(key)));
  }

  private void expectRefusal(Reason reason) {
    SignalResponse response = client.receiveMessage(PATIENCE);
    RequestResponse refusal = response.getRequestResponse();
    assertEquals(reason, refusal.getReason(), response::toString);
    assertEquals(requestId, refusal.getRequestId());
    assertTrue(!refusal.getMessage().isEmpty());
  }

  private Optional<DataBlob> fetched(DataBlobKey key) {
    TestProbe<Participant.Command> asker = kit.createTestProbe();
    participant.tell(new Participant.Blobs(new BlobMessage.Fetch(key, "PA_x", 7, asker.getRef())));
    Participant.Blobs answer = asker.expectMessageClass(Participant.Blobs.class, PATIENCE);
    BlobMessage.Fetched fetched = (BlobMessage.Fetched) answer.message();
    assertEquals("PA_x", fetched.session());
    assertEquals(7, fetched.ticket());
    return fetched.blob();
  }

  private BlobMessage.Fetch asked() {
    Participant.Blobs question = entities.expectMessageClass(Participant.Blobs.class, PATIENCE);
    return (BlobMessage.Fetch) question.message();
  }

  @Test
  void othersGetWhatWasStoredLast() {
    stores(blob(SCHEMA, 10));
    stores(blob(SCHEMA, 20));
    stores(blob(key("pose"), 0));
    assertEquals(Optional.of(blob(SCHEMA, 20)), fetched(SCHEMA));
    assertEquals(Optional.of(blob(key("pose"), 0)), fetched(key("pose")));
    assertEquals(Optional.empty(), fetched(key("other")));
  }

  @Test
  void blobsOutliveACrashOfTheirParticipant() {
    stores(blob(SCHEMA, 10));
    crash(memo -> !memo.data().blobs().isEmpty());
    assertEquals(Optional.of(blob(SCHEMA, 10)), fetched(SCHEMA));
  }

  @Test
  void keysAndSizesHaveLimits() {
    store(blob(DataBlobKey.getDefaultInstance(), 1));
    expectRefusal(Reason.INVALID_REQUEST);
    store(blob(key(""), 1));
    expectRefusal(Reason.INVALID_REQUEST);
    store(blob(key("ü".repeat(128) + "x"), 1));
    expectRefusal(Reason.LIMIT_EXCEEDED);
    stores(blob(key("ü".repeat(128)), 60_000));
    store(blob(key("more"), 4_001));
    expectRefusal(Reason.LIMIT_EXCEEDED);
    stores(blob(key("ü".repeat(128)), 59_999)); // in place of the first
    stores(blob(key("more"), 4_001));
    for (int i = 2; i < DataBlobs.MAX_BLOBS; i++) {
      stores(blob(key("empty " + i), 0));
    }
    store(blob(key("one more"), 0));
    expectRefusal(Reason.LIMIT_EXCEEDED);
    assertEquals(Optional.empty(), fetched(key("one more")));
  }

  @Test
  void anothersBlobIsFetched() {
    sees();
    get("bob", SCHEMA);
    BlobMessage.Fetch fetch = asked();
    assertEquals(SCHEMA, fetch.key());
    fetch
        .replyTo()
        .tell(
            new Participant.Blobs(
                new BlobMessage.Fetched(
                    fetch.session(), fetch.ticket(), Optional.of(blob(SCHEMA, 3)))));
    var got = until(MessageCase.GET_DATA_BLOB_RESPONSE).getGetDataBlobResponse();
    assertEquals(requestId, got.getRequestId());
    assertEquals(blob(SCHEMA, 3), got.getBlob());

    get("bob", key("none"));
    fetch = asked();
    fetch
        .replyTo()
        .tell(
            new Participant.Blobs(
                new BlobMessage.Fetched(fetch.session(), fetch.ticket(), Optional.empty())));
    expectRefusal(Reason.NOT_FOUND);
  }

  @Test
  void whoIsNotThereOrSilentIsSaid() {
    get("nobody", SCHEMA);
    until(MessageCase.REQUEST_RESPONSE);
    entities.expectNoMessage();
    get("", SCHEMA);
    expectRefusal(Reason.INVALID_REQUEST);
    sees();
    get("bob", SCHEMA);
    seconds(6);
    SignalResponse refused = until(MessageCase.REQUEST_RESPONSE);
    assertEquals(Reason.UNCLASSIFIED_ERROR, refused.getRequestResponse().getReason());
    asked();
    for (int i = 0; i < DataBlobs.MAX_PENDING; i++) {
      get("bob", SCHEMA);
      asked();
    }
    get("bob", SCHEMA);
    expectRefusal(Reason.LIMIT_EXCEEDED);
  }

  @Test
  void nothingIsAllowedUnlessItIsTurnedOn() {
    enabled = false;
    stop();
    join();
    store(blob(SCHEMA, 1));
    expectRefusal(Reason.NOT_ALLOWED);
    get("alice", SCHEMA);
    expectRefusal(Reason.NOT_ALLOWED);
  }
}
