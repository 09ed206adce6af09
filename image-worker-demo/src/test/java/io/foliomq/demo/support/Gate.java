package io.foliomq.demo.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * A door in front of a server: open, shut (every connection breaks), holding back requests of one kind for ever, or
 * letting the end of what it passes come late.
 */
public final class Gate implements AutoCloseable {
    private static final int TAIL = 86;
    private static final int LATE_MILLIS = 200;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean shut;
    private volatile Predicate<String> held = request -> false;
    private volatile boolean holding;
    private volatile boolean dawdling;
    private volatile int connections;

    public Gate(int target) throws IOException {
        this.target = target;
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort());
    }

    public void shut() {
        shut = true;
        sockets.forEach(Gate::end);
    }

    public void open() {
        shut = false;
    }

    /** From now on, requests whose first bytes match get no further. */
    public void hold(Predicate<String> requests) {
        held = requests;
    }

    /** From now on, the last bytes of requests come late, and alone. */
    public void dawdle() {
        dawdling = true;
    }

    /** How many connections have been made so far. */
    public int connections() {
        return connections;
    }

    /** Whether a request is being held. */
    public boolean isHolding() {
        return holding;
    }

    /** Lets new requests pass; those that are held are broken. */
    public void release() {
        held = request -> false;
        holding = false;
        sockets.forEach(Gate::end);
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listener.close();
        sockets.forEach(Gate::end);
    }

    private void accept() {
        while (closed.getCount() > 0) {
            try {
                Socket client = listener.accept();
                if (shut) {
                    end(client);
                } else {
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                    connections = connections + 1;
                    client.setSoTimeout(LATE_MILLIS);
                    sockets.add(client);
                    sockets.add(server);
                    start(() -> pass(client, server, true));
                    start(() -> pass(server, client, false));
                }
            } catch (IOException e) {
                // The listener is closed, or the server is away: the next connection tells.
                continue;
            }
        }
    }

    private void pass(Socket from, Socket to, boolean requests) {
        byte[] buffer = new byte[64 * 1024];
        try {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            int kept = 0;
            for (int count = read(input, buffer, kept); count >= 0; count = read(input, buffer, kept)) {
                int length = kept + count;
                if (requests && held.test(new String(buffer, 0, Math.min(length, 300), StandardCharsets.ISO_8859_1))) {
                    holding = true;
                    closed.await();
                }
                kept = requests && dawdling && count > 0 ? Math.min(length, TAIL) : 0;
                output.write(buffer, 0, length - kept);
                output.flush();
                System.arraycopy(buffer, length - kept, buffer, 0, kept);
            }
        } catch (IOException | InterruptedException e) {
            // Either side broke: so does the other.
            return;
        } finally {
            end(from);
            end(to);
        }
    }

    /** Answers 0 when nothing has come for a while. */
    private static int read(InputStream input, byte[] buffer, int from) throws IOException {
        try {
            return input.read(buffer, from, buffer.length - from);
        } catch (SocketTimeoutException e) {
            return 0;
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "gate");
        thread.setDaemon(true);
        thread.start();
    }
}
