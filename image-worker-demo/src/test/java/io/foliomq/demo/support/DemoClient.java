package io.foliomq.demo.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demo's HTTP interface, as a browser uses it. */
public final class DemoClient {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI page;
    private final Supplier<String> output;

    /** @param output what the process has printed so far, which says why it refuses something */
    DemoClient(URI page, Supplier<String> output) {
        this.page = page;
        this.output = output;
    }

    public URI page() {
        return page;
    }

    public HttpResponse<String> tryUpload(byte[] photo, String name) {
        return send(request("api/photos")
                .header(
                        "X-File-Name",
                        URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"))
                .POST(BodyPublishers.ofByteArray(photo)));
    }

    /** Uploads a photo and answers its id. */
    public String upload(byte[] photo, String name) {
        HttpResponse<String> response = tryUpload(photo, name);
        assertThat(response.statusCode())
                .as(() -> response.body() + "\n" + output.get())
                .isEqualTo(202);
        JsonNode answer = JSON.readTree(response.body());
        assertThat(answer.get("message").asString()).isEqualTo("Your photo is being processed!");
        return answer.get("file_id").asString();
    }

    public HttpResponse<String> post(String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = request(path).POST(body);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request);
    }

    public JsonNode get(String path) {
        HttpResponse<String> response = send(request(path).GET());
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    public HttpResponse<String> tryGet(String path) {
        return send(request(path).GET());
    }

    public byte[] bytes(String path) {
        try {
            return http.send(request(path).GET().build(), BodyHandlers.ofByteArray())
                    .body();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public JsonNode photo(String id) {
        return get("api/photos/" + id);
    }

    public String state(String id) {
        return photo(id).get("state").asString();
    }

    public int depth() {
        return get("api/queue").get("depth").asInt();
    }

    /** What each worker that was seen says of itself. */
    public List<String> workerStates() {
        List<String> states = new ArrayList<>();
        get("api/queue")
                .get("workers")
                .forEach(worker -> states.add(worker.get("state").asString()));
        return states;
    }

    public void awaitState(String id, String state) {
        Awaitility.await("photo " + id + " to be " + state)
                .atMost(PATIENCE)
                .until(() -> state(id).equals(state));
    }

    public void awaitDepth(int depth) {
        Awaitility.await("depth " + depth).atMost(PATIENCE).until(() -> depth() == depth);
    }

    /** Checks that all three sizes can be fetched. */
    public void assertThreeThumbnails(String id) {
        JsonNode thumbnails = photo(id).get("thumbnails");
        assertThat(thumbnails.size()).isEqualTo(3);
        for (JsonNode thumbnail : thumbnails) {
            var picture =
                    SamplePhotos.decode(bytes(thumbnail.get("url").asString().substring(1)));
            assertThat(picture.getWidth()).isEqualTo(thumbnail.get("width").asInt());
            assertThat(picture.getHeight()).isEqualTo(thumbnail.get("height").asInt());
        }
    }

    public EventLog events(long after) {
        return EventLog.open(http, page.resolve("api/events"), after);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(page.resolve(path)).timeout(PATIENCE);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
