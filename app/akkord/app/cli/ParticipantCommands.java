package akkord.app.cli;

import akkord.proto.ListParticipantsRequest;
import akkord.proto.ListParticipantsResponse;
import akkord.proto.MuteRoomTrackRequest;
import akkord.proto.MuteRoomTrackResponse;
import akkord.proto.ParticipantInfo;
import akkord.proto.ParticipantPermission;
import akkord.proto.RemoveParticipantResponse;
import akkord.proto.RoomParticipantIdentity;
import akkord.proto.TrackInfo;
import akkord.proto.UpdateParticipantRequest;
import akkord.proto.UpdateSubscriptionsRequest;
import akkord.proto.UpdateSubscriptionsResponse;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Commands about the participants of a room. */
public final class ParticipantCommands {
  private ParticipantCommands() {}

  /** One participant of one room. */
  abstract static class OneParticipant extends ApiCommand {
    @Option(names = "--room", required = true, description = "Name of the room.")
    private String room;

    @Option(
        names = {"--identity", "-i"},
        required = true,
        description = "Identity of the participant.")
    private String identity;

    String room() {
      return room;
    }

    String identity() {
      return identity;
    }
  }

  /** {@code list-participants}. */
  @Command(name = "list-participants", description = "Lists who is in a room.")
  public static final class ListAll extends RoomCommands.OneRoom {
    @Override
    void run(RoomApi api, PrintWriter out) throws ApiFailure {
      List<ParticipantInfo> people =
          api.call(
                  "ListParticipants",
                  ListParticipantsRequest.newBuilder().setRoom(room()).build(),
                  ListParticipantsResponse.getDefaultInstance(),
                  Grants.admin(room()))
              .getParticipantsList();
      if (json()) {
        Output.json(out, people);
        return;
      }
      List<List<String>> rows = new ArrayList<>();
      for (ParticipantInfo person : people) {
        List<String> tracks =
            person.getTracksList().stream().map(ParticipantCommands::describe).toList();
        rows.add(
            List.of(
                person.getSid(),
                person.getIdentity(),
                person.getName(),
                person.getState().name().toLowerCase(Locale.ROOT),
                String.join(", ", tracks)));
      }
      Output.table(out, List.of("SID", "IDENTITY", "NAME", "STATE", "TRACKS"), rows);
    }
  }

  /** {@code get-participant}. */
  @Command(name = "get-participant", description = "Shows one participant as JSON.")
  public static final class Get extends OneParticipant {
    @Override
    void run(RoomApi api, PrintWriter out) throws ApiFailure {
      RoomParticipantIdentity request =
          RoomParticipantIdentity.newBuilder().setRoom(room()).setIdentity(identity()).build();
      Output.json(
          out,
          api.call(
              "GetParticipant",
              request,
              ParticipantInfo.getDefaultInstance(),
              Grants.admin(room())));
    }
  }

  /** {@code remove-participant}. */
  @Command(name = "remove-participant", description = "Removes a participant from a room.")
  public static final class Remove extends OneParticipant {
    @Option(
        names = "--revoke-token",
        description = "Tokens issued before now let this participant in no more.")
    private boolean revoke;

    @Override
    void run(RoomApi api, PrintWriter out) throws ApiFailure {
      RoomParticipantIdentity request =
          RoomParticipantIdentity.newBuilder()
              .setRoom(room())
              .setIdentity(identity())
              .setRevokeTokenTs(revoke ? java.time.Instant.now().getEpochSecond() : 0)
              .build();
      api.call(
          "RemoveParticipant",
          request,
          RemoveParticipantResponse.getDefaultInstance(),
          Grants.admin(room()));
      out.println(json() ? "{}" : identity() + " is removed from " + room() + ".");
    }
  }

  /** {@code mute-track}. */
  @Command(name = "mute-track", description = "Mutes a track, or unmutes it where that is allowed.")
  public static final class Mute extends OneParticipant {
    @Option(names = "--track", required = true, paramLabel = "SID", description = "The track.")
    private String track;

    @Option(
        names = {"--mute", "--muted"},
        negatable = true,
        fallbackValue = "true",
        defaultValue = "true",
        description = "Mutes (the default).")
    private boolean mute = true;

    @Option(names = "--unmute", description = "Unmutes.")
    private boolean unmute;

    @Override
    void run(RoomApi api, PrintWriter out) throws ApiFailure {
      MuteRoomTrackRequest request =
          MuteRoomTrackRequest.newBuilder()
              .setRoom(room())
              .setIdentity(identity())
              .setTrackSid(track)
              .setMuted(mute && !unmute)
              .build();
      TrackInfo answer =
          api.call(
                  "MutePublishedTrack",
                  request,
                  MuteRoomTrackResponse.getDefaultInstance(),
                  Grants.admin(room()))
              .getTrack();
      if (answer.getSid().isEmpty()) {
        throw new ApiFailure(ApiFailure.Kind.REFUSED, "there is no track " + track);
      }
      Output.json(out, answer);
    }
  }

  /** {@code update-participant}. */
  @Command(
      name = "update-participant",
      description = "Changes name, metadata, attributes or permissions of a participant.")
  public static final class Update extends OneParticipant {
    @Option(names = "--name", defaultValue = "", description = "New name.")
    private String name;

    @Option(names = "--metadata", defaultValue = "", description = "New metadata.")
    private String metadata;

    @Option(
        names = "--attribute",
        paramLabel = "KEY=VALUE",
        description = "An attribute to set, with KEY= to remove; may be repeated.")
    private Map<String, String> attributes = new LinkedHashMap<>();

    @Option(
        names = "--permissions",
        paramLabel = "JSON",
        description = "All permissions, e.g. {\"can_publish\": true}; what is left out is denied.")
    private String permissions;

    @Override
    void run(RoomApi api, PrintWriter out) throws ApiFailure {
      UpdateParticipantRequest.Builder request =
          UpdateParticipantRequest.newBuilder()
              .setRoom(room())
              .setIdentity(identity())
              .setName(name)
              .setMetadata(metadata);
      attributes.forEach((key, value) -> request.putAttributes(key, value == null ? "" : value));
      if (permissions != null) {
        request.setPermission(permission());
      }
      Output.json(
          out,
          api.call(
              "UpdateParticipant",
              request.build(),
              ParticipantInfo.getDefaultInstance(),
              Grants.admin(room())));
    }

    private ParticipantPermission permission() {
      try {
        ParticipantPermission.Builder builder = ParticipantPermission.newBuilder();
        JsonFormat.parser().merge(permissions, builder);
        return builder.build();
      } catch (InvalidProtocolBufferException e) {
        throw new ParameterException(
            spec().commandLine(),
            "--permissions must be JSON such as {\"can_publish\": true}: " + e.getMessage());
      }
    }
  }

  /** {@code update-subscriptions}. */
  @Command(
      name = "update-subscriptions",
      description = "Subscribes a participant to tracks, or unsubscribes it.")
  public static final class UpdateSubscriptions extends OneParticipant {
    /** One of the two. */
    static final class Direction {
      @Option(names = "--subscribe", description = "Subscribes (the default).")
      private boolean subscribe;

      @Option(names = "--unsubscribe", description = "Unsubscribes.")
      private boolean unsubscribe;
    }

    @ArgGroup private Direction direction;

    @Option(
        names = "--track",
        required = true,
        paramLabel = "SID",
        description = "A track; may be repeated.")
    private List<String> tracks = new ArrayList<>();

    @Override
    void run(RoomApi api, PrintWriter out) throws ApiFailure {
      boolean subscribe = direction == null || direction.subscribe || !direction.unsubscribe;
      UpdateSubscriptionsRequest request =
          UpdateSubscriptionsRequest.newBuilder()
              .setRoom(room())
              .setIdentity(identity())
              .addAllTrackSids(tracks)
              .setSubscribe(subscribe)
              .build();
      api.call(
          "UpdateSubscriptions",
          request,
          UpdateSubscriptionsResponse.getDefaultInstance(),
          Grants.admin(room()));
      String what = subscribe ? " is subscribed to " : " is unsubscribed from ";
      out.println(json() ? "{}" : identity() + what + String.join(", ", tracks) + ".");
    }
  }

  private static String describe(TrackInfo track) {
    return track.getSid()
        + " "
        + track.getSource().name().toLowerCase(Locale.ROOT)
        + (track.getMuted() ? " (muted)" : "");
  }
}
