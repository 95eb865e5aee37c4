import { optionalTextSetting, textSetting } from '../platform/config/setting';

export const shareSettings = {
  publicUrl: textSetting({
    name: 'PUBLIC_URL',
    default: 'http://localhost:4000',
    range: 'an http or https URL without a slash at its end',
    pattern: /^https?:\/\/[^\s/?#]+(\/[^\s?#]*[^\s/?#])?$/,
    meaning:
      'Where readers find the articles: an article without a canonical URL of its own is at PUBLIC_URL/its-slug. ' +
      'Share links point there.',
  }),
  kakaoAppKey: optionalTextSetting({
    name: 'KAKAO_APP_KEY',
    range: 'a JavaScript key of Kakao Developers',
    pattern: /^[0-9A-Za-z]{8,64}$/,
    meaning:
      'Makes the KakaoTalk share link one that opens by itself. Without it the link is the URL of the article, ' +
      "for a page that calls Kakao's own SDK.",
  }),
};
