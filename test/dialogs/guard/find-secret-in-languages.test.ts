import { describe, expect, it } from '@jest/globals';

import { findSecret } from '../../../dialogs/guard/find-secret.ts';
import { loadAllWords } from '../../../dialogs/replies/load.ts';
import { loadKnowledge } from '../../../knowledge/load.ts';
import { loadLanguages } from '../../../knowledge/load-languages.ts';

const SEED = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const words = loadAllWords();
const languages = loadLanguages(loadKnowledge(), [...words.keys()]);

function find(language: string, text: string) {
  const { secrets } = languages.get(language)?.knowledge ?? {};
  return findSecret(text, false, { secrets, talkWords: words.get(language)?.words.talkWords ?? new Set() });
}

describe('secrets in other languages', () => {
  it.each([
    ['es', 'mi contraseña es Gato2024!', 'password'],
    ['es', `mi frase semilla es ${SEED}`, 'seed_phrase'],
    ['es', 'el código que me llegó es 483920', 'code'],
    ['pt', 'minha senha: Flor_2020', 'password'],
    ['fr', 'mon mot de passe est Soleil99', 'password'],
    ['de', 'mein Passwort ist Sommer2024', 'password'],
    ['tr', 'şifrem Deniz1907', 'password'],
    ['vi', 'mật khẩu là Abc12345', 'password'],
    ['id', 'kata sandi saya: rahasia123', 'password'],
    ['zh', '我的密码是Abc12345', 'password'],
    ['zh', '验证码 483920', 'code'],
  ])('%s: sees through "%s"', (language, text, secret) => {
    expect(find(language, text)).toBe(secret);
  });

  it.each([
    ['es', 'olvidé mi contraseña y no puedo entrar'],
    ['es', 'mi contraseña no funciona desde ayer'],
    ['pt', 'minha senha não funciona mais'],
    ['fr', "j'ai oublié mon mot de passe hier"],
    ['de', 'mein Passwort ist falsch sagt die Seite'],
    ['tr', 'şifremi unuttum ne yapmalıyım'],
    ['vi', 'tôi quên mật khẩu rồi'],
    ['id', 'saya mau tarik uang dari akun saya tapi tidak bisa kenapa begini'],
    ['id', 'lupa kata sandi saya gimana dong'],
    ['zh', '我忘记密码了怎么办'],
  ])('%s: lets "%s" pass', (language, text) => {
    expect(find(language, text)).toBeUndefined();
  });
});
