package io.foliomq.engine.access;

import io.foliomq.engine.testing.ChildLines;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A process that is no member and does to a doorbell whatever a socket lets it do. */
public final class StormChild {
    private static final int TORRENTS = 64;

    private final UnixDomainSocketAddress bell;
    private final List<SocketChannel> held = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong done = new AtomicLong();
    private volatile boolean raging;

    /** What one thread does over and over. */
    private interface Act {
        void perform() throws IOException;
    }

    private StormChild(Path bell) {
        this.bell = UnixDomainSocketAddress.of(bell);
    }

    private Object answer(String[] words) {
        try {
            return switch (words[0]) {
                case "hold" -> hold(Integer.parseInt(words[1]), false);
                case "half" -> hold(Integer.parseInt(words[1]), true);
                case "jam" -> jam();
                case "torrent" -> torrent();
                case "churn" -> rage(this::connectAndClose, Integer.parseInt(words[1]));
                case "done" -> done.get();
                case "end" -> end();
                default -> throw new IllegalArgumentException("no such command: " + words[0]);
            };
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** So many connections, open on both sides or, half, on its side alone for reading. */
    private Object hold(int count, boolean half) throws IOException {
        for (int i = 0; i < count; i++) {
            SocketChannel channel = SocketChannel.open(bell);
            if (half) {
                channel.shutdownOutput();
            }
            held.add(channel);
        }
        return held.size();
    }

    /** As many as the queue of a process takes that accepts none. */
    private Object jam() throws IOException {
        while (true) {
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            channel.configureBlocking(false);
            try {
                channel.connect(bell);
            } catch (SocketException full) {
                channel.close();
                return held.size();
            }
            held.add(channel);
        }
    }

    private Object torrent() throws IOException {
        List<SocketChannel> torrents = new ArrayList<>();
        for (int i = 0; i < TORRENTS; i++) {
            SocketChannel channel = SocketChannel.open(bell);
            channel.configureBlocking(false);
            torrents.add(channel);
        }
        held.addAll(torrents);
        ByteBuffer water = ByteBuffer.allocateDirect(1 << 16);
        return rage(
                () -> {
                    for (SocketChannel torrent : torrents) {
                        done.addAndGet(torrent.write(water.clear()));
                    }
                },
                1);
    }

    private void connectAndClose() throws IOException {
        SocketChannel.open(bell).close();
        done.incrementAndGet();
    }

    private Object rage(Act act, int count) {
        raging = true;
        for (int i = 0; i < count; i++) {
            Thread thread = new Thread(() -> {
                while (raging) {
                    try {
                        act.perform();
                    } catch (IOException refused) {
                        Thread.onSpinWait();
                    }
                }
            });
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        return "raging";
    }

    private Object end() throws IOException {
        raging = false;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        threads.clear();
        for (SocketChannel channel : held) {
            channel.close();
        }
        held.clear();
        return done.getAndSet(0);
    }

    public static void main(String[] arguments) throws IOException {
        ChildLines.answer(new StormChild(Path.of(arguments[0]))::answer);
    }
}
