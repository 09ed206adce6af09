package io.foliomq.demo.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What a page on the loopback address needs: no other site may write through the user's browser, no foreign host name may
 * be pointed here, and the page itself may load nothing from elsewhere.
 */
final class RequestGuard extends OncePerRequestFilter {
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean loopback;
    private final Supplier<URI> store;

    /**
     * @param loopback whether only this machine's names are answered
     * @param store where the page may put photos directly
     */
    RequestGuard(boolean loopback, Supplier<URI> store) {
        this.loopback = loopback;
        this.store = store;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String host = request.getHeader("Host");
        if (host == null || (loopback && !LOOPBACK_NAMES.contains(nameOf(host)))) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else if (!READING.contains(request.getMethod()) && !isSameOrigin(request, host)) {
            response.sendError(HttpServletResponse.SC_FORBIDDEN);
        } else {
            addHeaders(response);
            chain.doFilter(request, response);
        }
    }

    private static boolean isSameOrigin(HttpServletRequest request, String host) {
        String origin = request.getHeader("Origin");
        if (origin != null) {
            return origin.equals(request.getScheme() + "://" + host);
        }
        @Nullable String site = request.getHeader("Sec-Fetch-Site");
        return site == null || site.equals("same-origin") || site.equals("none");
    }

    private void addHeaders(HttpServletResponse response) {
        URI endpoint = store.get();
        String origin = endpoint.getScheme() + "://" + endpoint.getAuthority();
        response.setHeader(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self' "
                        + origin + "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    private static String nameOf(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        return end <= 0 ? host : host.substring(0, end);
    }
}
