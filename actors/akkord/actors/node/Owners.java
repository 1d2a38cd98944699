package akkord.actors.node;

import akka.actor.typed.ActorRef;
import akkord.media.MediaCommand;
import akkord.media.MediaCommand.CloseTransport;
import akkord.media.MediaCommand.OpenTransport;
import akkord.media.MediaEvent;
import akkord.media.MediaEvent.TransportClosed;
import akkord.media.MediaEvent.TransportFailed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who owns what on which worker, and who listens for them. Any thread may ask for a {@link
 * #listener}; all else is the media node's.
 */
final class Owners {
  private final Map<String, Owner> owners = new HashMap<>();
  private final Map<String, ActorRef<MediaNode.Notice>> listeners = new ConcurrentHashMap<>();
  private final Map<String, String> ownerOfTransport = new HashMap<>();

  private static final class Owner {
    int worker;
    ActorRef<MediaNode.Notice> listener;
    final Set<String> transports = new HashSet<>();
  }

  /** Lets an owner be heard by {@code listener}, whoever heard it before. */
  void attach(String name, int worker, ActorRef<MediaNode.Notice> listener) {
    Owner owner = owners.computeIfAbsent(name, unused -> new Owner());
    owner.worker = worker;
    owner.listener = listener;
    listeners.put(name, listener);
  }

  /** Forgets an owner. */
  void detach(String name) {
    listeners.remove(name);
    Owner owner = owners.remove(name);
    if (owner != null) {
      owner.transports.forEach(ownerOfTransport::remove);
    }
  }

  /** The owners that {@code listener} hears of. */
  List<String> heardBy(ActorRef<MediaNode.Notice> listener) {
    List<String> names = new ArrayList<>();
    owners.forEach(
        (name, owner) -> {
          if (owner.listener.equals(listener)) {
            names.add(name);
          }
        });
    return names;
  }

  /** Remembers which transports an order opens or closes. */
  void ordered(MediaCommand command) {
    if (command instanceof OpenTransport open) {
      Owner owner = owners.get(open.owner());
      if (owner != null) {
        owner.transports.add(open.transport());
        ownerOfTransport.put(open.transport(), open.owner());
      }
    } else if (command instanceof CloseTransport close) {
      closed(close.transport());
    }
  }

  /** Forgets transports that closed by themselves. */
  void happened(MediaEvent event) {
    if (event instanceof TransportFailed failed) {
      closed(failed.transport());
    } else if (event instanceof TransportClosed closed) {
      closed(closed.transport());
    }
  }

  /** Who hears of what happens to an owner. */
  Optional<ActorRef<MediaNode.Notice>> listener(String name) {
    return Optional.ofNullable(listeners.get(name));
  }

  Optional<Integer> worker(String name) {
    return Optional.ofNullable(owners.get(name)).map(owner -> owner.worker);
  }

  /** The transports that an owner has open. */
  List<String> transports(String name) {
    Owner owner = owners.get(name);
    return owner == null ? List.of() : List.copyOf(owner.transports);
  }

  /** Everyone who listens for owners on a worker. */
  List<ActorRef<MediaNode.Notice>> on(int worker) {
    List<ActorRef<MediaNode.Notice>> listeners = new ArrayList<>();
    for (Owner owner : owners.values()) {
      if (owner.worker == worker) {
        listeners.add(owner.listener);
      }
    }
    return listeners;
  }

  /** Everyone who listens. */
  List<ActorRef<MediaNode.Notice>> all() {
    List<ActorRef<MediaNode.Notice>> listeners = new ArrayList<>();
    owners.values().forEach(owner -> listeners.add(owner.listener));
    return listeners;
  }

  /** How many owners a worker has. */
  int load(int worker) {
    int load = 0;
    for (Owner owner : owners.values()) {
      if (owner.worker == worker) {
        load++;
      }
    }
    return load;
  }

  /** The owners on a worker lost their transports. */
  void lost(int worker) {
    for (Owner owner : owners.values()) {
      if (owner.worker == worker) {
        owner.transports.forEach(ownerOfTransport::remove);
        owner.transports.clear();
      }
    }
  }

  boolean isEmpty() {
    return owners.isEmpty();
  }

  private void closed(String transport) {
    String name = ownerOfTransport.remove(transport);
    if (name != null && owners.containsKey(name)) {
      owners.get(name).transports.remove(transport);
    }
  }
}
