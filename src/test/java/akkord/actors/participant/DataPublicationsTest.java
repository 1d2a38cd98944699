package akkord.actors.participant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akkord.actors.DataTrackSettings;
import akkord.actors.participant.DataPublications.Added;
import akkord.proto.DataTrackFrameEncoding;
import akkord.proto.DataTrackInfo;
import akkord.proto.DataTrackSchemaId;
import akkord.proto.PublishDataTrackRequest;
import akkord.proto.RequestResponse.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class DataPublicationsTest {
  private final DataPublications tracks = new DataPublications();

  private static PublishDataTrackRequest.Builder request(int handle, String name) {
    return PublishDataTrackRequest.newBuilder().setPubHandle(handle).setName(name);
  }

  private Added add(PublishDataTrackRequest.Builder request) {
    return tracks.add(request.build(), true, DataTrackSettings.DEFAULT);
  }

  private static void refused(Reason reason, Added added) {
    assertEquals(reason, assertInstanceOf(Added.Refused.class, added).reason());
  }

  @Test
  void aTrackKeepsWhatItsPublisherSaidAndGetsASid() {
    DataTrackFrameEncoding json =
        DataTrackFrameEncoding.newBuilder().setCustom("x".repeat(32)).build();
    DataTrackSchemaId schema = DataTrackSchemaId.newBuilder().setName("Pose").build();
    Added added =
        add(request(65535, "pose").setEncryptionValue(7).setFrameEncoding(json).setSchema(schema));
    DataTrackInfo track = assertInstanceOf(Added.Accepted.class, added).track();
    assertTrue(track.getSid().matches("DTR_[0-9A-Za-z]{12}"), track.getSid());
    assertEquals(65535, track.getPubHandle());
    assertEquals("pose", track.getName());
    assertEquals(7, track.getEncryptionValue());
    assertEquals(json, track.getFrameEncoding());
    assertEquals(schema, track.getSchema());
    assertEquals(List.of(track), tracks.all());
    assertTrue(tracks.knows(track.getSid()));
    assertEquals(track, tracks.remove(65535).orElseThrow());
    assertFalse(tracks.knows(track.getSid()));
  }

  @Test
  void mistakesAreRefusedWithTheirReason() {
    add(request(1, "one"));
    refused(Reason.INVALID_HANDLE, add(request(0, "two")));
    refused(Reason.INVALID_HANDLE, add(request(65536, "two")));
    refused(Reason.INVALID_HANDLE, add(request(-1, "two")));
    refused(Reason.INVALID_NAME, add(request(2, "")));
    refused(Reason.INVALID_NAME, add(request(2, "ä".repeat(129))));
    refused(Reason.DUPLICATE_HANDLE, add(request(1, "two")));
    refused(Reason.DUPLICATE_NAME, add(request(2, "one")));
    for (String custom : List.of("", "x".repeat(33))) {
      refused(
          Reason.INVALID_REQUEST,
          add(
              request(2, "two")
                  .setFrameEncoding(DataTrackFrameEncoding.newBuilder().setCustom(custom))));
    }
    refused(
        Reason.INVALID_REQUEST,
        add(
            request(2, "two")
                .setSchema(DataTrackSchemaId.newBuilder().setName("x".repeat(257)).build())));
    assertEquals(1, tracks.all().size());
  }

  @Test
  void whoMayNotPublishDataIsRefusedFirst() {
    refused(
        Reason.NOT_ALLOWED, tracks.add(request(0, "").build(), false, DataTrackSettings.DEFAULT));
    refused(
        Reason.NOT_ALLOWED,
        tracks.add(request(1, "a").build(), true, new DataTrackSettings(false, 0, 0)));
  }

  @Test
  void theirNumberIsLimited() {
    DataTrackSettings two = new DataTrackSettings(true, 2, 32);
    tracks.add(request(1, "1").build(), true, two);
    tracks.add(request(2, "2").build(), true, two);
    refused(Reason.LIMIT_EXCEEDED, tracks.add(request(3, "3").build(), true, two));
    DataTrackSettings any = new DataTrackSettings(true, 0, 32);
    assertInstanceOf(Added.Accepted.class, tracks.add(request(3, "3").build(), true, any));
    assertEquals(3, tracks.removeAll().size());
    assertEquals(List.of(), tracks.all());
  }
}
