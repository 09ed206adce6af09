package io.foliomq.demo.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Chromium without a window, driven over the W3C WebDriver protocol. */
public final class Browser implements AutoCloseable {
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    private static final Pattern PORT = Pattern.compile("successfully on port (\\d+)");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Process driver;
    private final Path log;
    private final URI session;

    /** Programs found on this machine, or named by the environment. */
    public record Programs(Path browser, Path driver) {}

    public static Optional<Programs> programs() {
        Path browser = Path.of(System.getenv().getOrDefault("FOLIOMQ_TEST_CHROMIUM", "/usr/bin/chromium"));
        Path driver = Path.of(System.getenv().getOrDefault("FOLIOMQ_TEST_CHROMEDRIVER", "/usr/bin/chromedriver"));
        return Files.isExecutable(browser) && Files.isExecutable(driver)
                ? Optional.of(new Programs(browser, driver))
                : Optional.empty();
    }

    /** @param directory where the browser keeps its profile */
    public Browser(Programs programs, Path directory) throws IOException {
        log = directory.resolve("driver.log");
        driver = new ProcessBuilder(programs.driver().toString(), "--port=0")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> port() > 0);
            session = openSession(programs, directory);
        } catch (RuntimeException | IOException e) {
            endDriver();
            throw e;
        }
    }

    private URI openSession(Programs programs, Path directory) throws IOException {
        URI sessions = URI.create("http://127.0.0.1:" + port() + "/session");
        List<String> arguments = List.of(
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--window-size=1280,1100",
                "--user-data-dir=" + directory.resolve("profile"));
        JsonNode answer = call(
                "POST",
                sessions,
                Map.of(
                        "capabilities",
                        Map.of(
                                "alwaysMatch",
                                Map.of(
                                        "goog:chromeOptions",
                                        Map.of("binary", programs.browser().toString(), "args", arguments),
                                        "goog:loggingPrefs",
                                        Map.of("browser", "ALL")))));
        return URI.create(sessions + "/" + answer.get("sessionId").asString() + "/");
    }

    public void open(URI page) {
        call("POST", session.resolve("url"), Map.of("url", page.toString()));
    }

    /** Runs a function body in the page and answers what it returns. */
    public JsonNode run(String script, Object... arguments) {
        return call("POST", session.resolve("execute/sync"), Map.of("script", script, "args", List.of(arguments)));
    }

    /** The text that the user sees in the first element that matches. */
    public String text(String selector) {
        return run("return document.querySelector(arguments[0]).innerText", selector)
                .asString();
    }

    public int count(String selector) {
        return run("return document.querySelectorAll(arguments[0]).length", selector)
                .asInt();
    }

    public void click(String selector) {
        call("POST", session.resolve("element/" + find(selector) + "/click"), Map.of());
    }

    /** Chooses a file, as in the browser's dialog. */
    public void choose(String selector, Path file) {
        call("POST", session.resolve("element/" + find(selector) + "/value"), Map.of("text", file.toString()));
    }

    /** What the page has written on its console, refused loads among it. */
    public String console() {
        return call("POST", session.resolve("se/log"), Map.of("type", "browser"))
                .toString();
    }

    public byte[] screenshot() {
        return Base64.getDecoder()
                .decode(call("GET", session.resolve("screenshot"), null).asString());
    }

    @Override
    public void close() {
        try {
            call("DELETE", URI.create(session.toString().replaceAll("/$", "")), null);
        } finally {
            endDriver();
        }
    }

    private void endDriver() {
        driver.descendants().forEach(ProcessHandle::destroyForcibly);
        driver.destroy();
    }

    private String find(String selector) {
        return call("POST", session.resolve("element"), Map.of("using", "css selector", "value", selector))
                .get(ELEMENT)
                .asString();
    }

    private int port() throws IOException {
        Matcher matcher = PORT.matcher(Files.readString(log));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    private JsonNode call(String method, URI address, @org.jspecify.annotations.Nullable Object body) {
        try {
            var publisher =
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body));
            var response = http.send(
                    HttpRequest.newBuilder(address)
                            .timeout(Duration.ofSeconds(60))
                            .method(method, publisher)
                            .build(),
                    BodyHandlers.ofString());
            JsonNode value = JSON.readTree(response.body()).get("value");
            if (response.statusCode() != 200) {
                throw new IllegalStateException("browser refused: call=" + address + ", answer=" + value);
            }
            return value;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
