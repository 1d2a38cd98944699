package akkord.actors.participant;

import akka.actor.typed.javadsl.TimerScheduler;
import akkord.actors.MediaPlacement;
import akkord.actors.Transports;
import akkord.media.sdp.SdpException;
import akkord.proto.SessionDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * The peer connections of one session: one whose offers come from the client and, in dual-PC mode,
 * one whose offers come from us. Changes of what is wanted are brought together for a moment before
 * they are negotiated (J-07).
 */
final class Negotiation {
  private static final Duration IDLE_DEBOUNCE = Duration.ofMillis(10);
  private static final Duration BUSY_DEBOUNCE = Duration.ofMillis(150);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);
  private static final int MAX_FIRST_ID = 256;

  private final TimerScheduler<Participant.Command> timers;
  private final LongSupplier clock;
  private final Agreement tracks;
  private final Participant.Command due;
  private final Participant.Command unanswered;
  private final AnswerSide answering;
  private final Optional<OfferSide> offering;
  private final String primary;
  private long lastNegotiated;
  private boolean silent;

  /** All there is to remember. */
  record Memo(
      AnsweringConnection.Memo answering,
      boolean answeringOpened,
      Optional<OfferSide.Memo> offering) {}

  /** Timers and the messages they send. */
  record Timing(
      TimerScheduler<Participant.Command> timers,
      LongSupplier clock,
      Participant.Command due,
      Participant.Command unanswered) {}

  /** The peer connections that a client's mode asks for. */
  static Negotiation start(
      JoinOptions options,
      ClientQuirks quirks,
      String sid,
      MediaPlacement placement,
      ClientLink link,
      Agreement tracks,
      Timing timing) {
    MediaLink media = new MediaLink(placement);
    boolean single = options.singlePeerConnection();
    AnswerSide answering =
        new AnswerSide(
            new AnsweringConnection(local(placement), quirks, single),
            media,
            link,
            tracks,
            sid,
            false);
    Optional<OfferSide> offering =
        single
            ? Optional.empty()
            : Optional.of(
                new OfferSide(
                    new OfferingConnection(local(placement), quirks),
                    media,
                    link,
                    tracks,
                    sid,
                    1 + ThreadLocalRandom.current().nextInt(MAX_FIRST_ID)));
    return new Negotiation(options, sid, answering, offering, tracks, timing);
  }

  /** The peer connections that {@link #memo} described. */
  static Negotiation restore(
      Memo memo,
      JoinOptions options,
      ClientQuirks quirks,
      String sid,
      MediaPlacement placement,
      ClientLink link,
      Agreement tracks,
      Timing timing) {
    MediaLink media = new MediaLink(placement);
    AnswerSide answering =
        new AnswerSide(
            AnsweringConnection.restore(memo.answering(), quirks),
            media,
            link,
            tracks,
            sid,
            memo.answeringOpened());
    Optional<OfferSide> offering =
        memo.offering()
            .map(
                before -> {
                  OfferSide side =
                      new OfferSide(
                          OfferingConnection.restore(before.connection(), quirks),
                          media,
                          link,
                          tracks,
                          sid,
                          1);
                  side.restore(before);
                  return side;
                });
    return new Negotiation(options, sid, answering, offering, tracks, timing);
  }

  private static LocalTransport local(MediaPlacement placement) {
    return new LocalTransport(IceSecrets.next(), placement.fingerprint(), placement.candidates());
  }

  private Negotiation(
      JoinOptions options,
      String sid,
      AnswerSide answering,
      Optional<OfferSide> offering,
      Agreement tracks,
      Timing timing) {
    this.timers = timing.timers();
    this.clock = timing.clock();
    this.due = timing.due();
    this.unanswered = timing.unanswered();
    this.tracks = tracks;
    this.answering = answering;
    this.offering = offering;
    this.primary =
        isSubscriberPrimary(options) ? Transports.subscriber(sid) : Transports.publisher(sid);
    this.lastNegotiated = timing.clock().getAsLong() - BUSY_DEBOUNCE.toNanos();
  }

  /** J-02. */
  static boolean isSubscriberPrimary(JoinOptions options) {
    return options.protocol() >= 3
        && options.permission().getCanSubscribe()
        && !options.singlePeerConnection();
  }

  Memo memo() {
    return new Memo(answering.memo(), answering.isOpen(), offering.map(OfferSide::memo));
  }

  /** The transport that must be up for the participant to be active. */
  String primary() {
    return primary;
  }

  /** The transports that a worker was told to open. */
  List<String> opened(String sid) {
    List<String> opened = new ArrayList<>(2);
    if (answering.isOpen()) {
      opened.add(Transports.publisher(sid));
    }
    if (offering.filter(OfferSide::isOpen).isPresent()) {
      opened.add(Transports.subscriber(sid));
    }
    return opened;
  }

  /** The transport that carries what the participant receives. */
  String receiving(String sid) {
    return offering.isPresent() ? Transports.subscriber(sid) : Transports.publisher(sid);
  }

  /** One of the client's tracks may not be there any more: its section is answered inactive. */
  void unpublish(String track) {
    answering.unpublish(track);
  }

  /** Right after the join: where we offer and the client may subscribe, we offer. */
  void begin(JoinOptions options) {
    int protocol = options.protocol();
    if (offering.isEmpty() || !options.permission().getCanSubscribe()) {
      return;
    }
    if (protocol >= 8) {
      offer();
    } else if (protocol >= 3) {
      offering.get().offerWithoutMedia();
      awaitAnswer();
    }
  }

  /** A client's offer. */
  void onOffer(SessionDescription offer) throws SdpException {
    answering.onOffer(offer);
    lastNegotiated = clock.getAsLong();
    changed();
  }

  /** A client's answer. */
  void onAnswer(SessionDescription answer) throws SdpException {
    if (offering.isPresent()) {
      boolean again = offering.get().onAnswer(answer);
      lastNegotiated = clock.getAsLong();
      if (!offering.get().isAwaiting()) {
        timers.cancel(unanswered);
      }
      if (again) {
        changed();
      }
    }
  }

  /** Nobody hears us any more: what was agreed stays, and nothing new is expected. */
  void signalLost() {
    silent = true;
    timers.cancel(due);
    timers.cancel(unanswered);
  }

  /**
   * The client is back: where we offer, ICE starts anew; where it offers, it does so itself.
   */
  void signalBack() {
    silent = false;
    answering.signalBack();
    if (offering.isPresent() && offering.get().isOpen()) {
      offering.get().restart();
      awaitAnswer();
    }
    changed();
  }

  /** What is wanted may have changed: negotiates soon if it did. */
  void changed() {
    if (silent || tracks.settled() || timers.isTimerActive(due)) {
      return;
    }
    long quiet = clock.getAsLong() - lastNegotiated;
    timers.startSingleTimer(
        due, due, quiet >= BUSY_DEBOUNCE.toNanos() ? IDLE_DEBOUNCE : BUSY_DEBOUNCE);
  }

  /** The moment has passed. */
  void onDue() {
    if (tracks.settled()) {
      return;
    }
    if (offering.isPresent()) {
      offer();
    } else if (answering.isOpen()) {
      answering.askForOffer();
    }
  }

  private void offer() {
    boolean awaited = offering.orElseThrow().isAwaiting();
    offering.get().offer();
    if (!awaited) {
      awaitAnswer();
    }
  }

  private void awaitAnswer() {
    timers.startSingleTimer(unanswered, unanswered, ANSWER_TIMEOUT);
  }

  /** Closes the transports. */
  void close() {
    answering.close();
    offering.ifPresent(OfferSide::close);
  }
}
