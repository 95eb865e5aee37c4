// How each service is told what to share, by its own documentation in 2026. KakaoTalk has no link that works for
// everyone: its sharer wants the publisher's own application key, as its official SDKs send it; without one its link is
// the article's address, which a page hands to Kakao.Share.sendScrap({ requestUrl }).

import type { ShareLink } from './share-link.type';
import { ShareService } from './share-link.type';

export interface SharedArticle {
  slug: string;
  headline: string;
  canonicalUrl: string | null;
}

export interface ShareSettings {
  publicUrl: string;
  kakaoAppKey: string | undefined;
}

/** Where readers find an article. */
export function publicUrlOf(article: SharedArticle, publicUrl: string): string {
  return article.canonicalUrl ?? `${publicUrl}/${encodeURIComponent(article.slug)}`;
}

export function shareLinksFor(article: SharedArticle, settings: ShareSettings): ShareLink[] {
  const url = publicUrlOf(article, settings.publicUrl);
  const encodedUrl = encodeURIComponent(url);
  const headline = encodeURIComponent(article.headline);
  const link = (service: ShareService, name: string, address: string): ShareLink => ({
    service,
    name,
    url: address,
  });
  return [
    link(ShareService.X, 'X', `https://x.com/intent/tweet?text=${headline}&url=${encodedUrl}`),
    link(ShareService.FACEBOOK, 'Facebook', `https://www.facebook.com/sharer/sharer.php?u=${encodedUrl}`),
    link(
      ShareService.LINE,
      'LINE',
      `https://social-plugins.line.me/lineit/share?url=${encodedUrl}&text=${headline}`,
    ),
    link(ShareService.KAKAOTALK, 'KakaoTalk', kakaoLink(url, settings)),
    link(ShareService.WHATSAPP, 'WhatsApp', `https://wa.me/?text=${headline}%20${encodedUrl}`),
    link(ShareService.EMAIL, 'E-mail', `mailto:?subject=${headline}&body=${headline}%0D%0A${encodedUrl}`),
    link(ShareService.COPY, 'Copy link', url),
  ];
}

function kakaoLink(url: string, { kakaoAppKey, publicUrl }: ShareSettings): string {
  if (kakaoAppKey === undefined) return url;
  const parameters = new URLSearchParams({
    app_key: kakaoAppKey,
    ka: `sdk/2.7.2 os/javascript sdk_type/javascript lang/en device/web origin/${encodeURIComponent(publicUrl)}`,
    validation_action: 'scrap',
    validation_params: JSON.stringify({ request_url: url, link_ver: '4.0' }),
  });
  return `https://sharer.kakao.com/talk/friends/picker/easylink?${parameters}`;
}
