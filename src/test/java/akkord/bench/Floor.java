package akkord.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;

/**
 * The floor: what the bare sends cost. {@code read N} opens N sockets and prints their ports;
 * {@code send TRAFFIC PORTS WARMUP SECONDS} sends every packet of the traffic to each of them, in
 * the order a server does, and prints microseconds of process CPU per datagram.
 */
final class Floor {
  private static final int SRTP_TAG = 16;

  private Floor() {}

  /** What it is for a traffic: a sender on core 0, its readers on core 1. */
  static double measure(Traffic traffic, int subscribers, int warmUp, int seconds)
      throws IOException {
    try (BenchProcess reader = BenchProcess.start(1, Floor.class, "read", subscribers);
        BenchProcess sender =
            BenchProcess.start(
                0, Floor.class, "send", traffic.id(), reader.line(), warmUp, seconds)) {
      return Double.parseDouble(sender.line());
    }
  }

  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "read" -> read(Integer.parseInt(args[1]));
      case "send" ->
          send(
              Traffic.named(args[1]),
              Arrays.stream(args[2].split(",")).mapToInt(Integer::parseInt).toArray(),
              Integer.parseInt(args[3]),
              Integer.parseInt(args[4]));
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void read(int sockets) throws IOException {
    Selector selector = Selector.open();
    StringBuilder ports = new StringBuilder();
    for (int i = 0; i < sockets; i++) {
      DatagramChannel channel = DatagramChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
      channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
      ports
          .append(i == 0 ? "" : ",")
          .append(((InetSocketAddress) channel.getLocalAddress()).getPort());
    }
    System.out.println(ports);
    ByteBuffer buffer = ByteBuffer.allocateDirect(2048);
    Thread.ofPlatform().daemon().start(Floor::endWithParent);
    while (true) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        do {
          buffer.clear();
        } while (((DatagramChannel) key.channel()).receive(buffer) != null);
      }
      selector.selectedKeys().clear();
    }
  }

  private static void endWithParent() {
    try {
      System.in.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      System.err.println(e.getMessage());
    }
    Runtime.getRuntime().halt(0);
  }

  private static void send(Traffic traffic, int[] ports, int warmUp, int seconds)
      throws IOException {
    InetSocketAddress[] readers = new InetSocketAddress[ports.length];
    for (int i = 0; i < ports.length; i++) {
      readers[i] = new InetSocketAddress(InetAddress.getLoopbackAddress(), ports[i]);
    }
    DatagramChannel channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_SNDBUF, 4 << 20);
    ByteBuffer buffer = ByteBuffer.allocateDirect(traffic.packetBytes() + SRTP_TAG);
    long[] sent = new long[1];
    Traffic.PacketDue fanOut =
        (frame, index) -> {
          for (InetSocketAddress reader : readers) {
            try {
              buffer.clear();
              channel.send(buffer, reader);
              sent[0]++;
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          }
        };
    Traffic.PacketDue each =
        (frame, index) -> {
          for (int publisher = 0; publisher < traffic.publishers(); publisher++) {
            fanOut.due(frame, index);
          }
        };
    traffic.play(System.nanoTime() + warmUp * 1_000_000_000L, each);
    long pid = ProcessHandle.current().pid();
    double before = ProcessUsage.cpuMicros(pid);
    sent[0] = 0;
    traffic.play(System.nanoTime() + seconds * 1_000_000_000L, each);
    System.out.println((ProcessUsage.cpuMicros(pid) - before) / sent[0]);
    System.exit(0);
  }
}
