package io.foliomq.demo.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/** Listens to the server-sent events until it is closed. */
public final class EventLog implements AutoCloseable {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final InputStream stream;
    private final Thread reader;

    /** One event as it came. */
    public record Event(long id, String fileId, String type) {}

    private EventLog(InputStream stream) {
        this.stream = stream;
        this.reader = new Thread(this::read, "event-log");
        reader.setDaemon(true);
        reader.start();
    }

    static EventLog open(HttpClient http, URI address, long after) {
        try {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("Last-Event-ID", Long.toString(after))
                    .build();
            return new EventLog(http.send(request, BodyHandlers.ofInputStream()).body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public List<Event> all() {
        return List.copyOf(events);
    }

    /** How many events of this type there were for the photo. */
    public long count(String fileId, String type) {
        return events.stream()
                .filter(event -> event.fileId().equals(fileId) && event.type().equals(type))
                .count();
    }

    /**
     * Waits until one photo more is done, uploaded only now: events come in order, so what was told twice by then has been
     * heard twice.
     */
    public void settle(DemoClient client) {
        String last = client.upload(SamplePhotos.jpeg(64, 64, 1), "last.jpg");
        client.awaitState(last, "done");
        Awaitility.await().until(() -> count(last, "done") == 1);
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }

    private void read() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            long id = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("id:")) {
                    id = Long.parseLong(line.substring(3).strip());
                } else if (line.startsWith("data:")) {
                    var told = JsonMapper.shared().readTree(line.substring(5));
                    events.add(new Event(
                            id, told.get("file_id").asString(), told.get("type").asString()));
                }
            }
        } catch (IOException e) {
            // Closed by the test, or the server is gone: what came is what counts.
            return;
        }
    }
}
